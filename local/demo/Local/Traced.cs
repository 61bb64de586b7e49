using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Demo.Local;

/// <summary>Adds the trace id to a response, as the app does (W3C Trace Context §3.2).</summary>
internal sealed class Traced : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var trace = ActivityContext.TryParse(http.Request.Headers["traceparent"], null, out var given) ? given.TraceId : ActivityTraceId.CreateRandom();
        http.Response.Headers["traceparent"] = $"00-{trace}-{ActivitySpanId.CreateRandom()}-00";
        return next(context);
    }
}

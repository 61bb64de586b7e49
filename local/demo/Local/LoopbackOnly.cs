using System.Net;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Demo.Local;

/// <summary>Accepts only callers on this machine, and no web page of another origin: neither forms nor DNS rebinding.</summary>
internal sealed class LoopbackOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsAllowed(context.HttpContext) ? await next(context) : LocalProblem.NotFound();

    private static bool IsAllowed(HttpContext context)
    {
        var request = context.Request;
        var local = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var host) && host.IsLoopback;
        var origin = request.Headers.Origin.ToString();
        return local && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host.Value}");
    }
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>Gives a provider its own text back. <c>nosniff</c> and the empty content policy of every response keep it text.</summary>
internal sealed class EchoReply(SignalReading.Echo echo) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status200OK;
        httpContext.Response.ContentType = $"{echo.MediaType}; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(echo.Text), httpContext.RequestAborted);
    }
}

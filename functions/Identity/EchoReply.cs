using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>
/// Echoes a provider's validation text. The <c>nosniff</c> header and the empty content security policy of every response prevent its
/// interpretation as HTML.
/// </summary>
internal sealed class EchoReply(SignalReading.Echo echo) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status200OK;
        httpContext.Response.ContentType = $"{echo.MediaType}; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(echo.Text), httpContext.RequestAborted);
    }
}

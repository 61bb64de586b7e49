using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>The reason why a security event token was refused, as defined in RFC 8935 §2.4.</summary>
internal sealed class TokenRefusal(SignalReading.TokenRefused refused) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.Headers.ContentLanguage = "en";
        await httpContext.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { err = refused.Error, description = refused.Description }), httpContext.RequestAborted);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>Why a security event token was not taken, as RFC 8935 §2.4 has it.</summary>
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

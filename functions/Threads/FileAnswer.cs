using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Sends a file as a download. Browsers ignore the disposition for an <c>img</c> of this origin. They open no file as a page. If one is opened
/// anyway, the sandbox policy removes scripts and the origin.
/// </summary>
internal sealed class FileAnswer(OpenedFile opened) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(opened.File.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        response.ContentType = opened.File.Type.IsText ? $"{opened.File.Type.MediaType}; charset=utf-8" : opened.File.Type.MediaType;
        response.ContentLength = opened.Content.Length;
        await response.Body.WriteAsync(opened.Content, httpContext.RequestAborted);
    }
}

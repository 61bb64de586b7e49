using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A file as a download. A browser shows an image in an <c>img</c> of this origin whatever the disposition; it opens nothing as a page, and what it
/// opens all the same has neither scripts nor this origin.
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

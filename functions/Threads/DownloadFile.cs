using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>GET /api/files/{id}</c>: downloads a file. Requires read access to its message; an unsent file is available to its uploader only.
/// </summary>
public sealed class DownloadFile(FileStore files)
{
    [Function(nameof(DownloadFile))]
    [Person(Freshness.Read)]
    [Description("A file of a message that the caller may read, as a download.")]
    [Answers(200, MediaType = "application/octet-stream")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/files/{id}")] HttpRequest request, string id) =>
        FileId.TryParse(id, out var file) && await files.OpenAsync(request.Authority().Subject.Id, file, request.HttpContext.RequestAborted) is { } opened
            ? new FileAnswer(opened)
            : Problem.NotFound();
}

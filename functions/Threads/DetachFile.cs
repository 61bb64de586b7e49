using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary><c>DELETE /api/files/{id}</c>: removes an unsent file of the caller. A sent file is deleted with its message.</summary>
public sealed class DetachFile(FileStore files, OwnHand hand)
{
    [Function(nameof(DetachFile))]
    [Person(Freshness.Now)]
    [Description("Removes a file of one's own that is not sent; a sent one is deleted with its message.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/files/{id}")] HttpRequest request, string id)
    {
        var uploader = request.Authority();
        if (!FileId.TryParse(id, out var file)
            || await files.FindUnsentAsync(uploader.Subject.Id, [file], request.HttpContext.RequestAborted) is not [{ File: var unsent }])
            return Problem.NotFound();
        var removed = await hand.RecordAsync(
            AttachFile.Entry(uploader, file.Thread, "remove", new { unsent.Name }),
            () => files.RemoveUnsentAsync(uploader.Subject.Id, file, CancellationToken.None),
            static done => done ? null : "gone",
            CancellationToken.None);
        return removed ? HttpAnswer.Nothing() : Problem.NotFound();
    }
}

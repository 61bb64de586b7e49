using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>DELETE /api/messages/{id}</c>: deletes a message of the caller. A placeholder stays in the thread; only the audit keeps the text.
/// </summary>
public sealed class DeleteMessage(OwnMessages own, MessageChanges changes, FileStore files, ArtifactLists artifacts, InboxItems inbox, OwnHand hand)
{
    [Function(nameof(DeleteMessage))]
    [Person(Freshness.Now)]
    [Description("Deletes the words of one's own message; a tombstone stays.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/messages/{id}")] HttpRequest request, string id)
    {
        var author = request.Authority();
        if (await own.FindAsync(author, id, request.HttpContext.RequestAborted, orDeleted: true) is not var (thread, message))
            return Problem.NotFound();
        if (own.Refuses(author) is { } wait)
            return OwnMessages.TooMany(wait);
        if (message.IsDeleted)
        {
            // An earlier attempt may have failed between the deletion and its notification.
            await changes.NotifyAsync(message.Id);
            return HttpAnswer.Nothing();
        }

        if (await own.IsBeingAnsweredAsync(message, request.HttpContext.RequestAborted))
            return Problem.Conflict("being-answered", "The agent is still answering this message. Stop it or wait for the answer, then delete the message.");
        if (await artifacts.IsAnnouncementAsync(message.Id, request.HttpContext.RequestAborted))
            return Problem.Conflict(
                "announces-artifact", "This message put an artifact into the thread. Delete the artifact first; the message of one that others use stays.");
        var deleted = await hand.RecordAsync(
            OwnMessages.Entry(author, message, "delete", null),
            () =>
                files.DeleteWithAsync(
                    author.Subject.Id,
                    message.Files,
                    () => changes.DeleteAsync(thread, message.Id, CancellationToken.None, message.Files),
                    CancellationToken.None),
            static done => done ? null : "gone",
            CancellationToken.None);
        if (deleted)
            await inbox.RemoveMentionAsync(message.Mentions.Select(static mention => mention.Subject), message.Id, CancellationToken.None);
        return deleted ? HttpAnswer.Nothing() : Problem.NotFound();
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Streams the events of a thread. Resumes after <c>Last-Event-ID</c> or after the <c>events</c> cursor of the thread (<c>?after=</c>), otherwise
/// starts now.
/// </summary>
public sealed class StreamEvents(ThreadStore threads, EventLog events, EventCursor cursor, LiveThread live)
{
    [Function(nameof(StreamEvents))]
    [Person(Freshness.Read)]
    [Description("What happens in a thread, as it happens; resumes after Last-Event-ID.")]
    [Answers(200, MediaType = "text/event-stream")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/threads/{id}/events")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var viewer = request.Authority();
        if (!ThreadId.TryParse(id, out var thread) || await threads.FindMemberAsync(viewer.Subject.Id, thread, cancellation) is not { } me)
            return Problem.NotFound();
        var given = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } resumed ? resumed : request.Query["after"].ToString();
        var after = given.Length == 0 ? await events.LastAsync(thread, cancellation) : await cursor.ReadAsync(viewer.Subject.Id, thread, given, cancellation);
        return after is { } place
            ? live.For(request.Caller(), viewer, thread, me, place)
            : Problem.BadRequest("event-id", "This event id is not one of yours in this thread. Connect again without it.");
    }
}

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

/// <summary>Returns a thread with its members and the caller's unread count.</summary>
public sealed class GetThread(ThreadStore threads, EventLog events, EventCursor cursor)
{
    [Function(nameof(GetThread))]
    [Person(Freshness.Read)]
    [Description("A thread, its members and what the caller has not read.")]
    [Answers(200, typeof(ThreadBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/threads/{id}")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        if (!ThreadId.TryParse(id, out var thread))
            return Problem.NotFound();

        // Read before the thread, so that a concurrent event is delivered twice rather than lost.
        var last = await events.LastAsync(thread, cancellation);
        if (await threads.FindWithMembersAsync(me.Id, thread, cancellation) is not { } found)
            return Problem.NotFound();
        return HttpAnswer.Json(ThreadBody.Of(found) with { Events = await cursor.WriteAsync(me.Id, thread, last, cancellation) });
    }
}

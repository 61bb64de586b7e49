using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>PATCH /api/me/threads/{id}</c>: sets how the caller's list shows a thread. Pinned threads come first. A muted thread counts no unread
/// messages and sends no notifications. An archived thread reappears with the next message; if it is also muted, with the next message that
/// mentions the caller.
/// </summary>
public sealed class ArrangeThread(ThreadStore threads)
{
    [Function(nameof(ArrangeThread))]
    [Person(Freshness.Read)]
    [Description("Pins, mutes, archives or marks as unread a thread, for the caller alone. What is left out stays as it is.")]
    [Takes(typeof(ThreadArrangement))]
    [Answers(200, typeof(ThreadBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/me/threads/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ThreadArrangement>(request)).Is(out var wanted, out var problem))
            return problem;
        var me = request.Authority().Subject.Id;
        return ThreadId.TryParse(id, out var thread)
            && await threads.RearrangeAsync(me, thread, new(wanted.Pinned, wanted.Muted, wanted.Archived, wanted.Unread), CancellationToken.None)
            && await threads.FindWithMembersAsync(me, thread, CancellationToken.None) is { } arranged
            ? HttpAnswer.Json(ThreadBody.Of(arranged))
            : Problem.NotFound();
    }
}

internal sealed record ThreadArrangement(bool? Pinned = null, bool? Muted = null, bool? Archived = null, bool? Unread = null);

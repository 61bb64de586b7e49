using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary><c>PATCH /api/threads/{id}</c>: renames a thread for all members. Any member may do so; the audit records who.</summary>
public sealed class RenameThread(OwnHand hand, ThreadStore threads)
{
    private const string Source = "threads";

    [Function(nameof(RenameThread))]
    [Person(Freshness.Now)]
    [Description("Renames a thread for all its members.")]
    [Takes(typeof(ThreadName))]
    [Answers(200, typeof(ThreadBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/threads/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ThreadName>(request)).Is(out var wanted, out var problem))
            return problem;
        if (GivenName.Clean(wanted.Title, ThreadLimits.MaxTitle) is not { Length: > 0 } title)
            return Problem.BadRequest("title", $"A title has 1 to {ThreadLimits.MaxTitle} characters.");
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (!ThreadId.TryParse(id, out var thread) || await threads.FindForMemberAsync(me.Subject.Id, thread, cancellation) is not { } before)
            return Problem.NotFound();
        await hand.RecordAsync(
            me, AuditAction.Thread, new(Source, [thread.Value], []), new { rename = title, before = before.Title },
            () => threads.RenameAsync(me.Subject.Id, thread, title, CancellationToken.None), static done => done ? null : "not-a-member", cancellation, thread);
        return await threads.FindWithMembersAsync(me.Subject.Id, thread, CancellationToken.None) is { } named
            ? HttpAnswer.Json(ThreadBody.Of(named))
            : Problem.NotFound();
    }
}

internal sealed record ThreadName(string Title);

using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Finds the artifact of a route for its caller, and adds ops as the caller. An artifact without access gets the same answer as a missing
/// one.
/// </summary>
public sealed class ArtifactRequests(
    ArtifactStore store, ArtifactOpenness openness, ArtifactAssignments assignments, ArtifactHand hand, ArtifactRate rate)
{
    internal delegate Task<IResult> Answer(Authority me, LiveArtifact live, CancellationToken cancellation);

    internal async Task<IResult> AnswerAsync(HttpRequest request, string id, Answer answer)
    {
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        return ArtifactId.TryParse(id, out var artifact) && await store.FindAsync(me, artifact, cancellation) is { } live
            ? await answer(me, live, cancellation)
            : Problem.NotFound();
    }

    /// <summary>Answers a request from the caller's browser session only.</summary>
    internal Task<IResult> AnswerInBrowserAsync(HttpRequest request, string id, Answer answer) => AnswerAsync(request, id, (me, live, cancellation) =>
        request.Caller().MayConfirm
            ? answer(me, live, cancellation)
            : Task.FromResult<IResult>(Problem.Forbidden("needs-browser", "This needs your signed-in browser session; a token cannot do it.")));

    /// <summary>Returns the 429 problem; null while the caller is within the rate limit.</summary>
    internal Problem? Refuses(Authority me) =>
        rate.Refuses(me.Subject.Id) is { } wait ? Problem.TooMany("You change artifacts too fast. Wait a moment.", wait) : null;

    internal async Task<OpsResult> AppendAsync(Authority me, LiveArtifact live, OpsRequest ops, CancellationToken cancellation)
    {
        var (locked, open, back) = await openness.LockedAsync(me, live, ops.Ops, cancellation);
        if (locked is not null)
            return new OpsResult.Refused(locked);
        await hand.BeforeEditAsync(me, live.Head, cancellation);
        var whole = ops with { Evidence = BroughtBack.Join(ops.Evidence, back), OpenSeqs = open };
        var done = await store.AppendAsync(me, live, whole, CancellationToken.None);
        if (done is OpsResult.Accepted { IsRepeat: false })
            await assignments.TellAsync(me, live, whole, CancellationToken.None);
        return done;
    }

    /// <summary>Adds ops without reading the artifact. Null when that is not possible or they are refused: the artifact may have changed elsewhere.</summary>
    internal async Task<OpsResult.Accepted?> TryAppendAsync(Authority me, string id, OpsRequest ops, CancellationToken cancellation)
    {
        if (!ArtifactId.TryParse(id, out var artifact) || await store.KnownAsync(me, artifact, cancellation) is not { } known)
            return null;
        var (locked, open, back) = await openness.LockedAsync(me, known, ops.Ops, cancellation);
        if (locked is not null)
            return null;
        await hand.BeforeEditAsync(me, known.Head, cancellation);
        var whole = ops with { Evidence = BroughtBack.Join(ops.Evidence, back), OpenSeqs = open };
        var done = await store.TryAppendAsync(me, known, whole, CancellationToken.None);
        if (done is not null)
            await assignments.TellAsync(me, known, whole, CancellationToken.None);
        return done;
    }

    internal static Problem Of(OpProblem problem) => Problem.BadRequest(problem.Code, problem.Sentence);

    internal static OpsRequest Own(LiveArtifact live, params ImmutableArray<ArtifactOp> ops) => new(live.Head.Seq, Guid.NewGuid().ToString("N"), ops);
}

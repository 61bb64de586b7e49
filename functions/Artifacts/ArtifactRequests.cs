using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Finds the artifact of a route for its caller, and adds ops as the caller. An artifact without access gets the same answer as a missing
/// one.
/// </summary>
public sealed class ArtifactRequests(ArtifactStore store, ArtifactOpenness openness, ArtifactHand hand, ArtifactRate rate)
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
        var back = BroughtBack.Seqs(live.State, ops.Ops);
        var open = await openness.OfAsync(me, live, live.State.FromModel.Union(back), cancellation);
        ImmutableHashSet<long> seqs = [.. open.Keys];
        if (OpsOnUnseen.Locked(live.State, ops.Ops, seqs) is { } locked)
            return new OpsResult.Refused(locked);
        // A caller who cannot see the words gets no different answer: it would confirm a guess.
        if (!back.IsEmpty)
            ops = ops with { Evidence = EvidencePiece.Union(back.Where(open.ContainsKey).SelectMany(seq => open[seq])) };
        await hand.BeforeEditAsync(me, live.Head, cancellation);
        return await store.AppendAsync(me, live, ops with { OpenSeqs = seqs }, CancellationToken.None);
    }

    internal static Problem Of(OpProblem problem) => Problem.BadRequest(problem.Code, problem.Sentence);

    internal static OpsRequest Own(LiveArtifact live, params ImmutableArray<ArtifactOp> ops) => new(live.Head.Seq, Guid.NewGuid().ToString("N"), ops);
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Renders artifacts for viewers. Words of the agent are open to viewers with rights for their evidence. Words whose evidence was lost are
/// locked for everybody.
/// </summary>
public sealed class ArtifactViews(ArtifactOpenness openness, ArtifactProposals proposals, AnswerVisibility visibility)
{
    internal async Task<ArtifactRendering> RenderAsync(Authority viewer, LiveArtifact live, ArtifactState state, CancellationToken cancellation)
    {
        var open = await openness.OfAsync(viewer, live, state, cancellation);
        return new(viewer, live.Head, state, open.ContainsKey);
    }

    internal async Task<ArtifactBody> OfAsync(Authority viewer, LiveArtifact live, CancellationToken cancellation)
    {
        var mine = await proposals.OfAsync(viewer, live, cancellation);
        var isOpen = await visibility.AreOpenAsync(viewer, [.. mine.Select(static one => one.Evidence)], cancellation);
        var open = await openness.SeqsAsync(viewer, live, cancellation);
        // Ops on words that became locked would measure them. The proposal can still be dismissed.
        var shown = mine.Where((_, i) => isOpen[i])
            .Select(one => OpsOnUnseen.Locked(live.State, one.Ops, open) is null ? one : one with { Ops = [], IsStale = true });
        return new ArtifactRendering(viewer, live.Head, live.State, open.Contains).Body([.. shown.Select(ArtifactProposalBody.Of)]);
    }

    /// <summary>Returns whether this person still has the rights for the evidence of a proposal.</summary>
    internal async Task<bool> IsOpenAsync(Authority viewer, ArtifactProposal proposal, CancellationToken cancellation) =>
        await visibility.IsOpenAsync(viewer, proposal.Evidence, cancellation);

    /// <summary>Answers a request that adds ops.</summary>
    internal async Task<IResult> AnswerAsync(Authority me, LiveArtifact live, OpsResult result, CancellationToken cancellation) => result switch
    {
        OpsResult.Accepted(var seq) => HttpAnswer.Json(new ArtifactSeqBody(seq)),
        OpsResult.Moved(var missing) => ArtifactConflict.Of(await OfAsync(me, live, missing, cancellation)),
        OpsResult.Refused(var problem) => ArtifactRequests.Of(problem),
        OpsResult.NotFound => Problem.NotFound(),
        _ => throw new InvalidOperationException(result.GetType().Name),
    };

    /// <summary>Returns for each of these logged ops whether this viewer may see them.</summary>
    internal Task<ImmutableArray<bool>> AreOpenAsync(Authority viewer, ImmutableArray<LoggedOps> logged, CancellationToken cancellation) =>
        visibility.AreOpenAsync(viewer, [.. logged.Select(static one => one.Evidence)], cancellation);

    /// <summary>Returns logged ops as this viewer may see them.</summary>
    internal async Task<IReadOnlyList<LoggedOpsBody>> OfAsync(
        Authority viewer, LiveArtifact live, ImmutableArray<LoggedOps> logged, CancellationToken cancellation)
    {
        var isOpen = await AreOpenAsync(viewer, logged, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return [.. logged.Select((one, i) => LoggedOpsBody.Of(one, isOpen[i]))];
    }
}

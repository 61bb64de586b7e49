using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Artifacts;

/// <summary>Restores an earlier version with ops of the caller. No logged op is removed.</summary>
public sealed class ArtifactRestore(ArtifactStore store)
{
    private const int MaxTries = 5;

    internal async Task<OpsResult> RestoreAsync(Authority by, LiveArtifact live, long seq, CancellationToken cancellation)
    {
        var then = await store.StateAtAsync(live, seq, cancellation);
        for (var tries = 1; ; tries++)
        {
            OpsResult result = new OpsResult.Accepted(live.Head.Seq);
            foreach (var part in WayBack.Of(live.State, then))
            {
                result = await AppendAsync(by, live, part, cancellation);
                if (result is not OpsResult.Accepted)
                    break;
            }

            if (result is OpsResult.Accepted or OpsResult.NotFound || tries == MaxTries)
                return result;
            // The artifact was changed concurrently: compute the remaining ops from the new state.
            if (await store.FindAsync(by, live.Head.Id, cancellation) is not { } now)
                return new OpsResult.NotFound();
            live = now;
        }
    }

    private async Task<OpsResult> AppendAsync(Authority by, LiveArtifact live, WayBackPart part, CancellationToken cancellation) =>
        await store.AppendAsync(
            by, live.Head.Id, new(live.Head.Seq, Guid.NewGuid().ToString("N"), part.Ops) { IsWayBack = true, Evidence = part.Seqs.IsEmpty ? [] : await EvidenceAsync(live, part.Seqs, cancellation) }, cancellation);

    /// <summary>Returns the evidence of restored words. Words without evidence are locked for everybody.</summary>
    private async Task<ImmutableArray<EvidencePiece>> EvidenceAsync(LiveArtifact live, IReadOnlyCollection<long> seqs, CancellationToken cancellation)
    {
        var found = await store.EvidenceAsync(live, seqs, cancellation);
        return EvidencePiece.Union(seqs.SelectMany(seq => found.GetValueOrDefault(seq, [new EvidencePiece("", "", [Touched.Unknown("*")])])));
    }
}

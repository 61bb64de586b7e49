using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Artifacts;

/// <summary>
/// Restores an earlier version with ops of the caller. No logged op is removed. A version that would overwrite words that are locked for the
/// caller is refused.
/// </summary>
public sealed class ArtifactRestore(ArtifactStore store, ArtifactOpenness openness)
{
    private const int MaxTries = 5;

    internal async Task<OpsResult> RestoreAsync(Authority by, LiveArtifact live, long seq, CancellationToken cancellation)
    {
        var then = await store.StateAtAsync(live, seq, cancellation);
        var open = ImmutableHashSet<long>.Empty;
        for (var tries = 1; ; tries++)
        {
            open = open.Union(await openness.SeqsAsync(by, live, cancellation));
            var parts = WayBack.Of(live.State, then);
            if (OpsOnUnseen.IsLockedBetween(live.State, then, open)
                || OpsOnUnseen.Locked(live.State, [.. parts.SelectMany(static part => part.Ops)], open) is not null)
                return new OpsResult.Refused(new("locked", "This version would replace words that you may not see. Somebody who sees them can restore it."));
            OpsResult result = new OpsResult.Accepted(live.Head.Seq);
            foreach (var part in parts)
            {
                result = await AppendAsync(by, live, part, open, cancellation);
                if (result is not OpsResult.Accepted(var added))
                    break;
                // The check of the next part would otherwise refuse the words of this part.
                open = open.Add(added);
            }

            if (result is OpsResult.Accepted or OpsResult.NotFound || tries == MaxTries)
                return result;
            // The artifact was changed concurrently: compute the remaining ops from the new state.
            if (await store.FindAsync(by, live.Head.Id, cancellation) is not { } now)
                return new OpsResult.NotFound();
            live = now;
        }
    }

    private async Task<OpsResult> AppendAsync(Authority by, LiveArtifact live, WayBackPart part, ImmutableHashSet<long> open, CancellationToken cancellation)
    {
        var request = new OpsRequest(live.Head.Seq, Guid.NewGuid().ToString("N"), part.Ops)
        {
            IsWayBack = true,
            Evidence = part.Seqs.IsEmpty ? [] : await EvidenceAsync(live, part.Seqs, cancellation),
            OpenSeqs = open,
        };
        return await store.AppendAsync(by, live.Head.Id, request, cancellation);
    }

    /// <summary>Returns the evidence of restored words. Words without evidence are locked for everybody.</summary>
    private async Task<ImmutableArray<EvidencePiece>> EvidenceAsync(LiveArtifact live, IReadOnlyCollection<long> seqs, CancellationToken cancellation)
    {
        var found = await store.EvidenceAsync(live, seqs, cancellation);
        return EvidencePiece.Union(seqs.SelectMany(seq => found.GetValueOrDefault(seq, [new EvidencePiece("", "", [Touched.Unknown("*")])])));
    }
}

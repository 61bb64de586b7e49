using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Artifacts;

/// <summary>
/// Which model-written words of an artifact are open to a viewer: those whose evidence they now have the rights for. Words that lost their
/// evidence are open to nobody.
/// </summary>
public sealed class ArtifactOpenness(ArtifactStore store, AnswerVisibility visibility)
{
    /// <summary>The ops whose words are open, each with what it rests on.</summary>
    internal async Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> OfAsync(Authority viewer, LiveArtifact live, ArtifactState state, CancellationToken cancellation)
    {
        var seqs = state.FromModel;
        if (seqs.IsEmpty)
            return ImmutableDictionary<long, ImmutableArray<EvidencePiece>>.Empty;
        var evidence = (await store.EvidenceAsync(live, seqs, cancellation)).ToArray();
        var stands = await visibility.StandsAsync(viewer, [.. evidence.Select(static one => one.Value)], cancellation);
        return evidence.Where((_, i) => stands[i]).ToImmutableDictionary();
    }
}

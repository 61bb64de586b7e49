using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Changes that the agent made for one person on what was there at <paramref name="BaseSeq"/>. Nobody else sees them before this person applies
/// them. <see cref="IsStale"/>: somebody has changed the same since.
/// </summary>
public sealed record ArtifactProposal(string Id, Participant By, DateTimeOffset At, long BaseSeq, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public bool IsStale { get; init; }
}

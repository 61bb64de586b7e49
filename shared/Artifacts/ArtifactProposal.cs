using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Changes that the agent proposes to one person, based on the state at <paramref name="BaseSeq"/>. They are visible to this person only
/// until they apply them. <see cref="IsStale"/>: the same parts have changed since.
/// </summary>
public sealed record ArtifactProposal(string Id, Participant By, DateTimeOffset At, long BaseSeq, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public bool IsStale { get; init; }
}

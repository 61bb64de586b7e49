using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>The ops of one request in the log, with their author. <see cref="Evidence"/> is the evidence of the agent's words in them.</summary>
public sealed record LoggedOps(long Seq, Participant Author, DateTimeOffset At, string OpId, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public OpStamp Stamp => new(Author, At, Seq, !Evidence.IsEmpty);
}

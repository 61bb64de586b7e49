using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>One request's ops in the log, with the person who made them. <see cref="Evidence"/>: what model-written words in them rest on.</summary>
public sealed record LoggedOps(long Seq, Participant Author, DateTimeOffset At, string OpId, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public OpStamp Stamp => new(Author, At, Seq, !Evidence.IsEmpty);
}

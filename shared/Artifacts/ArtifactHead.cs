using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// What an artifact is beside its ops. Without a thread it is a draft, and only its maker reads it. A title that the agent wrote is not in it, but
/// empty: each viewer's own rights decide.
/// </summary>
public sealed record ArtifactHead(ArtifactId Id, ArtifactKind Kind, string Title, Participant Maker, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, long Seq)
{
    public long SnapshotSeq { get; init; }

    /// <summary>Every time that somebody put it into its thread, the first one first. Empty for a draft.</summary>
    public ImmutableArray<ArtifactPlace> Places { get; init; } = [];

    /// <summary>The thread where the draft was begun. It gives nobody anything.</summary>
    public ThreadId? Home { get; init; }

    public ThreadId? Thread => Places.IsEmpty ? null : Places[0].Message.Thread;

    public bool IsDeleted { get; init; }
}

/// <summary>Who put an artifact into its thread, with which message, and the number of the last op by then.</summary>
public sealed record ArtifactPlace(MessageId Message, Participant By, DateTimeOffset At, long Seq);

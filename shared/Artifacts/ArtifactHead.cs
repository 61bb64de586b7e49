using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// The head of an artifact: its data outside of the ops. An artifact without a thread is a draft, which only its maker reads. A title that
/// the agent wrote is stored in the ops only, and is empty here. Each viewer's rights decide whether it is shown.
/// </summary>
public sealed record ArtifactHead(ArtifactId Id, ArtifactKind Kind, string Title, Participant Maker, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, long Seq)
{
    public long SnapshotSeq { get; init; }

    /// <summary>The publications into its thread, in order of time. Empty for a draft.</summary>
    public ImmutableArray<ArtifactPlace> Places { get; init; } = [];

    /// <summary>The thread where the draft was created. It grants no access.</summary>
    public ThreadId? Home { get; init; }

    public ThreadId? Thread => Places.IsEmpty ? null : Places[0].Message.Thread;

    public bool IsDeleted { get; init; }
}

/// <summary>A publication of an artifact: its message, its author, its time, and the number of the last op at that time.</summary>
public sealed record ArtifactPlace(MessageId Message, Participant By, DateTimeOffset At, long Seq);

using System.Collections.Immutable;
using Azure;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>A cached artifact: the head as it was read, and the state after its ops.</summary>
public sealed record LiveArtifact
{
    internal LiveArtifact(ArtifactHead head, ETag mark, ArtifactState state, ImmutableList<LoggedOps> recent, long since = 0)
    {
        Head = head;
        Mark = mark;
        State = state;
        Recent = recent;
        Since = since;
    }

    public ArtifactHead Head { get; }

    public ArtifactState State { get; }

    internal ETag Mark { get; }

    /// <summary>The number of the op where the viewer's history starts.</summary>
    internal long Since { get; }

    /// <summary>Upper bound of the state's size in bytes: the last measurement plus the maximum that later ops add.</summary>
    internal long Size { get; init; }

    internal LiveArtifact For(long since) => new(Head, Mark, State, Recent, since) { Size = Size };

    /// <summary>The last ops, without gaps.</summary>
    internal ImmutableList<LoggedOps> Recent { get; }
}

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

using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>What an artifact is beside its ops. Without a thread it is a draft, and only its maker reads it.</summary>
public sealed record ArtifactHead(ArtifactId Id, ArtifactKind Kind, string Title, Participant Maker, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, long Seq)
{
    public long SnapshotSeq { get; init; }

    public ArtifactPlace? Published { get; init; }

    public bool IsDeleted { get; init; }
}

/// <summary>Where an artifact is, and who put it there with which message.</summary>
public sealed record ArtifactPlace(MessageId Message, Participant By, DateTimeOffset At);

using System.Collections.Immutable;
using Azure;

namespace Onbehalf.Artifacts;

/// <summary>An artifact as this process knows it: the head as it was read, and the state after the head's ops.</summary>
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

    /// <summary>The number of the op from which on the viewer it was found for may look back.</summary>
    internal long Since { get; }

    /// <summary>Bytes of the state: what they were when last measured, and at most what came since.</summary>
    internal long Size { get; init; }

    internal LiveArtifact For(long since) => new(Head, Mark, State, Recent, since) { Size = Size };

    /// <summary>The last ops, without gaps.</summary>
    internal ImmutableList<LoggedOps> Recent { get; }
}

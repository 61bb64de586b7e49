using System.Collections.Immutable;
using Azure;

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

using System.Collections.Immutable;
using Azure;

namespace Onbehalf.Artifacts;

/// <summary>An artifact as this process knows it: the head as it was read, and the state after the head's ops.</summary>
public sealed record LiveArtifact
{
    internal LiveArtifact(ArtifactHead head, ETag mark, ArtifactState state, ImmutableList<LoggedOps> recent)
    {
        Head = head;
        Mark = mark;
        State = state;
        Recent = recent;
    }

    public ArtifactHead Head { get; }

    public ArtifactState State { get; }

    internal ETag Mark { get; }

    /// <summary>The last ops, without gaps.</summary>
    internal ImmutableList<LoggedOps> Recent { get; }
}

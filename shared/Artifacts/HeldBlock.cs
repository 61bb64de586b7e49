using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>A block with its text. The version is the number of changes of the text.</summary>
public sealed record HeldBlock(ArtifactBlock Block, string Order, SubjectId DefinedBy)
{
    /// <summary>
    /// The first author of each request of the block, including earlier ones. Moving a block or restoring an earlier request does not
    /// change the author.
    /// </summary>
    public ImmutableArray<WrittenRequest> Requests { get; init; } = [];

    public string Text { get; init; } = "";

    public long Version { get; init; }

    /// <summary>The last op that set the definition. Null in snapshots without this number.</summary>
    public long? DefinedSeq { get; init; }

    /// <summary>The ops with evidence that contributed to the definition or the text.</summary>
    public ImmutableArray<long> FromModel { get; init; } = [];

    public ImmutableArray<ArtifactComment> Comments { get; init; } = [];

    public bool IsDeleted { get; init; }

    /// <summary>The number of the last op that deleted it.</summary>
    public long? DeletedSeq { get; init; }
}

public sealed record WrittenRequest(string Hash, SubjectId By);

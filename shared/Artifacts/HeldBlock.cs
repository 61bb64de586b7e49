using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>A block with its text, whose changes the version counts.</summary>
public sealed record HeldBlock(ArtifactBlock Block, string Order, SubjectId DefinedBy)
{
    /// <summary>
    /// Who first wrote each request that the block ever had. Moving a block, or bringing back an old request, makes nobody else its author.
    /// </summary>
    public ImmutableArray<WrittenRequest> Requests { get; init; } = [];

    public string Text { get; init; } = "";

    public long Version { get; init; }

    /// <summary>The ops with evidence that are part of the definition or the text.</summary>
    public ImmutableArray<long> FromModel { get; init; } = [];

    public ImmutableArray<ArtifactComment> Comments { get; init; } = [];

    public bool IsDeleted { get; init; }

    /// <summary>The op that deleted it last.</summary>
    public long? DeletedSeq { get; init; }
}

public sealed record WrittenRequest(string Hash, SubjectId By);

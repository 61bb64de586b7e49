using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>One entry of a list or board.</summary>
public sealed record ArtifactItem(string Id, string Order, SubjectId By, DateTimeOffset At, SubjectId ChangedBy, DateTimeOffset ChangedAt)
{
    public string? State { get; init; }

    /// <summary>The op with evidence that set the state.</summary>
    public long? StateFromModel { get; init; }

    /// <summary>Sorted by field id, ordinally.</summary>
    public ImmutableArray<HeldValue> Values { get; init; } = [];

    public ImmutableArray<ArtifactComment> Comments { get; init; } = [];

    public bool IsDeleted { get; init; }

    internal HeldValue? Held(string field) => Values.FirstOrDefault(held => held.Field == field);
}

/// <summary>The last value of a field, and the op that wrote it. <paramref name="FromModel"/>: that op has evidence.</summary>
public sealed record HeldValue(string Field, JsonElement Value, SubjectId By, long Seq, bool FromModel = false)
{
    /// <summary>Earlier values that the agent wrote. If one is set again, it gets its evidence again.</summary>
    public ImmutableArray<ModelWords>? Former { get; init; }

    /// <summary>The op with evidence that wrote the value.</summary>
    internal long? ModelSeq => FromModel ? Seq : null;
}

/// <summary>A value that an op with evidence wrote.</summary>
public sealed record ModelWords(JsonElement Value, long Seq);

public sealed record ArtifactComment(string Id, SubjectId By, DateTimeOffset At, string Text, bool IsDeleted = false);

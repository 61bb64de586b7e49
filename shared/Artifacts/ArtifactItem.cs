using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>One entry of a list or board.</summary>
public sealed record ArtifactItem(string Id, string Order, SubjectId By, DateTimeOffset At, SubjectId ChangedBy, DateTimeOffset ChangedAt)
{
    public string? State { get; init; }

    /// <summary>In the ordinal order of the fields.</summary>
    public ImmutableArray<HeldValue> Values { get; init; } = [];

    public ImmutableArray<ArtifactComment> Comments { get; init; } = [];

    public bool IsDeleted { get; init; }
}

/// <summary>The last value of a field, and the op that wrote it. <paramref name="FromModel"/>: that op has evidence.</summary>
public sealed record HeldValue(string Field, JsonElement Value, SubjectId By, long Seq, bool FromModel = false);

public sealed record ArtifactComment(string Id, SubjectId By, DateTimeOffset At, string Text, bool IsDeleted = false);

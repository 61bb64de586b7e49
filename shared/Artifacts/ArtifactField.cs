using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>A column of a list or board. The choices of a board's field <see cref="StateId"/> are its columns.</summary>
public sealed record ArtifactField(string Id, string Name, FieldType Type, ImmutableArray<string>? Choices = null, string? Currency = null)
{
    public const string StateId = "state";

    /// <summary>Its values stay with the items, so that the field can come back.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The op with evidence that its name and choices are from.</summary>
    public long? FromModel { get; init; }

    /// <summary>The op that deleted it last.</summary>
    public long? DeletedSeq { get; init; }
}

public enum FieldType
{
    Text,
    Number,
    Money,
    Date,
    Person,
    Choice,
    Checkbox,
    Link,
}

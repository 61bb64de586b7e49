using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>A column of a list or board. The choices of a board's field <see cref="StateId"/> are its columns.</summary>
public sealed record ArtifactField(string Id, string Name, FieldType Type, ImmutableArray<string>? Choices = null, string? Currency = null)
{
    public const string StateId = "state";

    /// <summary>The items keep their values of a deleted field, so that it can be restored.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The op with evidence that set the name and choices.</summary>
    public long? FromModel { get; init; }

    /// <summary>The number of the last op that deleted it.</summary>
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

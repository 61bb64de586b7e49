using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>An artifact after some number of ops: its definition and its shared state.</summary>
public sealed record ArtifactState(ArtifactKind Kind, string Title)
{
    public ImmutableDictionary<string, ArtifactField> Fields { get; init; } = ImmutableDictionary.Create<string, ArtifactField>(StringComparer.Ordinal);

    /// <summary>Field ids in the order in which the fields came.</summary>
    public ImmutableArray<string> FieldOrder { get; init; } = [];

    public ImmutableDictionary<string, ArtifactItem> Items { get; init; } = ImmutableDictionary.Create<string, ArtifactItem>(StringComparer.Ordinal);

    public ImmutableDictionary<string, HeldBlock> Blocks { get; init; } = ImmutableDictionary.Create<string, HeldBlock>(StringComparer.Ordinal);

    public ImmutableArray<ArtifactParameter> Parameters { get; init; } = [];

    /// <summary>What each comment is about.</summary>
    public ImmutableDictionary<string, CommentTarget> Comments { get; init; } = ImmutableDictionary.Create<string, CommentTarget>(StringComparer.Ordinal);

    /// <summary>Everybody who changed it, by the name of their last change.</summary>
    public ImmutableDictionary<SubjectId, string> People { get; init; } = ImmutableDictionary<SubjectId, string>.Empty;

    /// <summary>The ops with evidence that this state shows something of.</summary>
    internal ImmutableHashSet<long> FromModel =>
    [
        .. Items.Values.SelectMany(static item => item.Values).Where(static held => held.FromModel).Select(static held => held.Seq),
        .. Blocks.Values.SelectMany(static held => held.FromModel),
    ];

    public Participant Person(SubjectId person) => new(person, People.GetValueOrDefault(person, ""));
}

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

public sealed record WrittenRequest(string Hash, SubjectId By);

public sealed record ArtifactComment(string Id, SubjectId By, DateTimeOffset At, string Text, bool IsDeleted = false);

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
}

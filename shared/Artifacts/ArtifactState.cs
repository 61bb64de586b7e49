using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>An artifact after some number of ops: its definition and its shared state.</summary>
public sealed record ArtifactState(ArtifactKind Kind, string Title)
{
    /// <summary>The op with evidence that set the title; null for a title that a person typed.</summary>
    public long? TitleSeq { get; init; }

    /// <summary>The last title of the agent, after a person has replaced it.</summary>
    public ModelTitle? FormerTitle { get; init; }

    public ImmutableDictionary<string, ArtifactField> Fields { get; init; } = ImmutableDictionary.Create<string, ArtifactField>(StringComparer.Ordinal);

    /// <summary>Field ids in the order in which the fields were added.</summary>
    public ImmutableArray<string> FieldOrder { get; init; } = [];

    public ImmutableDictionary<string, ArtifactItem> Items { get; init; } = ImmutableDictionary.Create<string, ArtifactItem>(StringComparer.Ordinal);

    public ImmutableDictionary<string, HeldBlock> Blocks { get; init; } = ImmutableDictionary.Create<string, HeldBlock>(StringComparer.Ordinal);

    public ImmutableArray<ArtifactParameter> Parameters { get; init; } = [];

    /// <summary>The target of each comment, by the comment's id.</summary>
    public ImmutableDictionary<string, CommentTarget> Comments { get; init; } = ImmutableDictionary.Create<string, CommentTarget>(StringComparer.Ordinal);

    /// <summary>The names of all authors, each as of their last change.</summary>
    public ImmutableDictionary<SubjectId, string> People { get; init; } = ImmutableDictionary<SubjectId, string>.Empty;

    /// <summary>The ops with evidence whose words are part of this state.</summary>
    internal ImmutableHashSet<long> FromModel =>
    [
        .. Items.Values.SelectMany(static item => item.Values).Where(static held => held.FromModel).Select(static held => held.Seq),
        .. Items.Values.Select(static item => item.StateFromModel).OfType<long>(),
        .. Fields.Values.Select(static one => one.FromModel).OfType<long>(),
        .. Blocks.Values.SelectMany(static held => held.FromModel),
        .. TitleSeq is { } seq ? [seq] : ImmutableArray<long>.Empty,
    ];

    /// <summary>Whether the state contains words of the agent, including earlier values.</summary>
    internal bool HoldsModelWords =>
        !FromModel.IsEmpty || FormerTitle is not null || Items.Values.Any(static item => item.Values.Any(static held => held.Former is not null));

    /// <summary>The title for places that may not show words of the agent.</summary>
    internal string OpenTitle => TitleSeq is null ? Title : Kind.ToString();

    internal string TitleFor(Func<long, bool> isOpen) => TitleSeq is { } seq && !isOpen(seq) ? Kind.ToString() : Title;

    public Participant Person(SubjectId person) => new(person, People.GetValueOrDefault(person, ""));
}

/// <summary>A title that an op with evidence wrote.</summary>
public sealed record ModelTitle(string Title, long Seq);

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

public sealed record ArtifactComment(string Id, SubjectId By, DateTimeOffset At, string Text, bool IsDeleted = false)
{
    public ImmutableArray<CommentMention>? Mentions { get; init; }
}

/// <summary>The result of applying an op to a state.</summary>
internal abstract record Folded
{
    private Folded()
    {
    }

    public sealed record Changed(ArtifactState State) : Folded;

    public sealed record Refused(OpProblem Problem) : Folded;

    internal static Folded To(ArtifactState state) => new Changed(state);

    internal static Folded No(string code, string sentence, bool isStale = false) => new Refused(new(code, sentence, isStale));

    internal static Folded No(OpProblem problem) => new Refused(problem);
}

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

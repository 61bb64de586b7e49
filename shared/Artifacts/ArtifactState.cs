using System.Collections.Immutable;
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

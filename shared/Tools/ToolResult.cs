using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>What a call came to. <paramref name="ForModel"/> is the only text the model reads of it.</summary>
public sealed record ToolResult(
    ToolStatus Status,
    string ForModel,
    ImmutableArray<Touched> Touched,
    ResultTable? Table = null,
    string? RefusalCode = null)
{
    /// <summary>Everyone but the speaker whose words <see cref="ForModel"/> brings into the turn.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>What it brings in that was learned earlier, each piece under the authority of its time, beside what the call itself touched.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The app said it without asking anybody: no source's data is in it.</summary>
    public bool IsOwnWords { get; init; }
}

public enum ToolStatus
{
    Succeeded,

    /// <summary>The source or a rule said no; the person reads a plain sentence.</summary>
    Refused,

    /// <summary>The model may correct its request.</summary>
    Failed,
}

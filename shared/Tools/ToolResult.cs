using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>The result of a call. <paramref name="ForModel"/> is the only part that the model reads.</summary>
public sealed record ToolResult(
    ToolStatus Status,
    string ForModel,
    ImmutableArray<Touched> Touched,
    ResultTable? Table = null,
    string? RefusalCode = null)
{
    /// <summary>The same text for a person: a sentence without the code at its start.</summary>
    public string ForPerson
    {
        get
        {
            var code = $"{RefusalCode}: ";
            var text = RefusalCode is not null && ForModel.StartsWith(code, StringComparison.Ordinal) ? ForModel[code.Length..] : ForModel;
            return text.Length > 0 && char.IsAsciiLetterLower(text[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
        }
    }

    /// <summary>The people other than the speaker whose text is in <see cref="ForModel"/>.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>Evidence that was collected earlier, each piece under its original authority, in addition to what the call itself touched.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The text is the app's own, without a query. It contains no data of a source.</summary>
    public bool IsOwnWords { get; init; }
}

public enum ToolStatus
{
    Succeeded,

    /// <summary>The source or a rule refused. The person reads a plain sentence.</summary>
    Refused,

    /// <summary>The model may correct its request.</summary>
    Failed,
}

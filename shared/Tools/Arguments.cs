using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>Reads a model's arguments, which are untrusted and can have any shape.</summary>
internal static class Arguments
{
    public static string? Text(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>
    /// Reads an object's values as text: scalars, and lists and objects as JSON if <paramref name="mayNest"/>. Null for any other shape.
    /// </summary>
    public static ImmutableSortedDictionary<string, string?>? Values(JsonElement arguments, string name, bool mayNest = false)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        if (arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
            return values.ToImmutable();
        if (given.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in given.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && !mayNest)
                return null;
            values[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => property.Value.GetString(),
                _ => property.Value.GetRawText(),
            };
        }

        return values.ToImmutable();
    }

    public static ToolResult Failed(string code, string text) => new(ToolStatus.Failed, $"{code}: {text}", [], RefusalCode: code) { IsOwnWords = true };

    public static ToolResult Refused(string code, string text, ImmutableArray<Evidence.Touched> touched) =>
        new(ToolStatus.Refused, $"{code}: {text}", touched, RefusalCode: code);
}

/// <summary>The result of drawing a card.</summary>
public abstract record ToolAsk
{
    private ToolAsk()
    {
    }

    /// <summary>Adds the data that was read for the card of a question.</summary>
    internal ToolAsk WithShown(ImmutableArray<Touched> shows) => this is Ask ask ? ask with { Shows = shows } : this;

    /// <summary>The person must confirm the card.</summary>
    public sealed record Ask(ConfirmationCard Card) : ToolAsk
    {
        /// <summary>
        /// Whether the card shows only the request of a departure. The tool's own card follows when this one is confirmed, with its digest as
        /// <see cref="ToolRequest.AgreedToSend"/>.
        /// </summary>
        public bool IsBeforePreview { get; init; }

        /// <summary>The data that was read for the card.</summary>
        public ImmutableArray<Touched> Shows { get; init; } = [];
    }

    /// <summary>The standing consent <paramref name="Consent"/> covers the card, and this call has taken one of its uses.</summary>
    public sealed record Agreed(ConfirmationCard Card, string Consent) : ToolAsk;

    /// <summary>Nothing needs a confirmation. The reason is stored as the call's result.</summary>
    public sealed record Settled : ToolAsk;

    /// <summary>The run may not continue.</summary>
    public sealed record Held : ToolAsk;
}

/// <summary>
/// The result of a preview: a complete card, or a refusal that the model may read. <see cref="ConfirmationCard.Digest"/> covers key, old values, new
/// values, target and audience. If it differs at execution, the person is asked again.
/// </summary>
public abstract record ToolPreview
{
    private ToolPreview()
    {
    }

    public sealed record Ready(ConfirmationCard Card) : ToolPreview
    {
        /// <summary>The data that was read for the card, such as old values. The card is shown only to somebody who may still read it.</summary>
        public ImmutableArray<Touched> Shows { get; init; } = [];
    }

    public sealed record Refused(ToolResult Result) : ToolPreview;
}

/// <summary>
/// The card that a person reads before a confirmation. Values are shown in full. Invisible and bidirectional characters are made visible.
/// </summary>
public sealed record ConfirmationCard(
    string Title, string Target, string Audience, ImmutableArray<CardField> Fields, ImmutableArray<TextAuthor> TextAuthors, string Digest);

public sealed record CardField(string Name, string? OldValue, string? NewValue);

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

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>The blocks of Block Kit that the app sends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Section), "section")]
[JsonDerivedType(typeof(Markdown), "markdown")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Context), "context")]
[JsonDerivedType(typeof(Actions), "actions")]
internal abstract record SlackBlock
{
    private SlackBlock()
    {
    }

    /// <param name="Expand">True to show a long text completely. Otherwise, Slack hides its end behind "see more".</param>
    public sealed record Section(SlackTextObject Text, bool? Expand = null) : SlackBlock;

    public sealed record Markdown(string Text) : SlackBlock;

    public sealed record Table(ImmutableArray<ImmutableArray<SlackCell>> Rows, ImmutableArray<SlackColumn> ColumnSettings) : SlackBlock;

    public sealed record Context(ImmutableArray<SlackTextObject> Elements) : SlackBlock;

    public sealed record Actions(ImmutableArray<SlackButton> Elements, string? BlockId = null) : SlackBlock;
}

/// <summary>A cell with literal text of at least one character.</summary>
internal sealed record SlackCell(string Text)
{
    public string Type { get; } = "raw_text";
}

internal sealed record SlackColumn(SlackAlign Align, bool IsWrapped);

internal enum SlackAlign
{
    Left,
    Right,
}

/// <summary>A button. With <paramref name="Url"/> it opens an address, and Slack still reports the click.</summary>
internal sealed record SlackButton(SlackTextObject Text, string ActionId, string? Value = null, Uri? Url = null, SlackButtonStyle? Style = null)
{
    public string Type { get; } = "button";
}

internal enum SlackButtonStyle
{
    Primary,
}

/// <summary>
/// Converts a confirmation card to blocks. Its text is in code blocks, because Slack interprets no formatting there. Each line of a value
/// has a bar before it, so that no value looks like a part of the card.
/// </summary>
internal static class CardShown
{
    private const string Fence = "```";
    private const int MostFields = 30;

    /// <summary>Returns the complete card; empty when Slack would cut or change its text.</summary>
    public static ImmutableArray<SlackBlock> Of(ConfirmationCard card)
    {
        if (card.Fields.Length > MostFields || Texts(card).Any(IsChanged) || card.Fields.Any(static field => field.Name.Contains('\n')))
            return [];
        var replaces = card.Fields.Any(static field => field.OldValue is { Length: > 0 });
        string[] parts = [Head(card), .. card.Fields.Select(field => Part(field, replaces))];
        var shown = parts.Select(static part => $"{Fence}\n{SlackEscape.Mrkdwn(part)}\n{Fence}").ToArray();
        return shown.All(static text => text.Length <= SlackLimits.Section) && shown.Sum(static text => text.Length) <= SlackLimits.Markdown
            ? [.. shown.Select(static text => new SlackBlock.Section(SlackTextObject.Mrkdwn(text), Expand: true))]
            : [];
    }

    private static string Head(ConfirmationCard card)
    {
        var head = $"{Value("What", card.Title)}\n{Value("Target", card.Target)}\n{Value("Who will see it", card.Audience)}";
        return card.TextAuthors.IsEmpty
            ? head
            : $"{head}\n{Value("Written with words of", string.Join(", ", card.TextAuthors.Select(static author => author.Name)))}";
    }

    private static string Part(CardField field, bool replaces) =>
        replaces ? $"{Value($"{field.Name}, now", field.OldValue)}\n{Value($"{field.Name}, then", field.NewValue)}" : Value(field.Name, field.NewValue);

    private static string Value(string label, string? value) =>
        value is null ? $"{label}: nothing" : $"{label}\n  │ {value.Replace("\n", "\n  │ ", StringComparison.Ordinal)}";

    private static IEnumerable<string> Texts(ConfirmationCard card) =>
    [
        card.Title, card.Target, card.Audience,
        .. card.TextAuthors.Select(static author => author.Name),
        .. card.Fields.SelectMany(static field => new[] { field.Name, field.OldValue ?? "", field.NewValue ?? "" }),
    ];

    /// <summary>Returns whether escaping would remove something, or the text would end its code block.</summary>
    private static bool IsChanged(string text) => text.Contains(Fence, StringComparison.Ordinal) || ShownText.Of(text) != text;
}

/// <summary>A text object of Block Kit. For <c>mrkdwn</c>, the caller escapes foreign text.</summary>
internal sealed record SlackTextObject
{
    private SlackTextObject(string type, string text) => (Type, Text) = (type, text);

    public string Type { get; }

    public string Text { get; }

    /// <summary>False for plain text, so that colons are not read as emoji.</summary>
    public bool? Emoji { get; private init; }

    /// <summary>True for mrkdwn, so that names of channels and people are not linked.</summary>
    public bool? Verbatim { get; private init; }

    public static SlackTextObject Plain(string text) => new("plain_text", text) { Emoji = false };

    public static SlackTextObject Mrkdwn(string text) => new("mrkdwn", text) { Verbatim = true };
}

using System.Collections.Immutable;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

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

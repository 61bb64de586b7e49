using System.Text;
using System.Text.RegularExpressions;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>
/// Escapes text of people and models. Escaped text cannot notify a channel, mention a person, hide a link's target or contain invisible
/// characters. Slack interprets its control sequences (<c>&lt;!channel&gt;</c>, <c>&lt;@U1&gt;</c>, <c>&lt;https://a|b&gt;</c>) inside
/// Markdown and code, too. Decoded entities are not interpreted again.
/// </summary>
internal static partial class SlackEscape
{
    /// <summary>Escapes for a text object of type mrkdwn. Formatting characters are kept: they change the look, not the meaning.</summary>
    public static string Mrkdwn(string text) =>
        ShownText
            .Of(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Returns one line of mrkdwn. The limit counts the text before escaping.</summary>
    public static string Line(string text, int longest) => Mrkdwn(Cut(ShownText.Of(text).ReplaceLineEndings(" "), longest));

    /// <summary>
    /// Escapes for Markdown. An ampersand is escaped only where it would start an entity, because addresses contain ampersands. A
    /// <c>&gt;</c> at the start of a line is a quote.
    /// </summary>
    public static string Markdown(string text)
    {
        // Remaining forms of links: a label with brackets, or the definition of a reference link.
        var shown = ShownText.Of(text).Replace("](", "] (", StringComparison.Ordinal).Replace("]:", "] :", StringComparison.Ordinal);
        shown = Entity().Replace(shown, "&amp;");
        var escaped = new StringBuilder(shown.Length + 16);
        var isQuote = true;
        foreach (var character in shown)
        {
            escaped.Append(character switch { '<' => "&lt;", '>' when !isQuote => "&gt;", _ => $"{character}" });
            isQuote = character is '\n' || (isQuote && character is ' ' or '>');
        }

        return escaped.ToString();
    }

    /// <summary>Cuts a text to a length, with an ellipsis, without splitting a surrogate pair.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = longest - 1;
        return new StringBuilder(text, 0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end, longest).Append('…').ToString();
    }

    [GeneratedRegex("&(?=(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);)")]
    private static partial Regex Entity();
}

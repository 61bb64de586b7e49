using System.Text;
using System.Text.RegularExpressions;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>
/// Text of people and models as text: nothing in it pings a channel, names a person, hides where a link leads, or is invisible. Slack reads
/// its control sequences (<c>&lt;!channel&gt;</c>, <c>&lt;@U1&gt;</c>, <c>&lt;https://a|b&gt;</c>) inside Markdown and code too; a decoded entity is not read again.
/// </summary>
internal static partial class SlackEscape
{
    /// <summary>For a text object of type mrkdwn. Formatting characters stay: they change looks, not meaning.</summary>
    public static string Mrkdwn(string text) =>
        ShownText.Of(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>One line of mrkdwn, with a bound that counts the text and not its escapes.</summary>
    public static string Line(string text, int longest) => Mrkdwn(Cut(ShownText.Of(text).ReplaceLineEndings(" "), longest));

    /// <summary>
    /// For Markdown. An ampersand is escaped only where it would begin an entity: within an address it belongs to the address. A <c>&gt;</c> that
    /// begins a line is a quote.
    /// </summary>
    public static string Markdown(string text)
    {
        // What is left of links: a label with brackets in it, or the definition of a link by reference.
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

    /// <summary>At most so many characters, with an ellipsis for the rest, and no half of a surrogate pair.</summary>
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

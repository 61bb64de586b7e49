using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Onbehalf.Channels.Slack.In;

/// <summary>
/// The text of a message without Slack's markup. A link shows its target. A mention shows the name that Slack wrote, or the id. A mention
/// inside code is plain text.
/// </summary>
/// <param name="Plain">The text without the mention of the agent.</param>
internal sealed partial record SlackText(string Plain, bool NamesAgent, bool NamesOthers)
{
    public const int Longest = 40_000;

    public static SlackText Read(string text, SlackUserId agent)
    {
        var plain = new StringBuilder(text.Length);
        var (namesAgent, namesOthers) = (false, false);
        foreach (var (part, isCode) in Parts(text))
        {
            plain.Append(Markup().Replace(part, match =>
            {
                var (target, label) = (match.Groups["target"].Value, match.Groups["label"].Value);
                var isUser = target.StartsWith('@');
                var isAgent = isUser && target[1..] == agent.Value;
                if (!isCode)
                {
                    namesAgent |= isAgent;
                    namesOthers |= (isUser && !isAgent) || (target.StartsWith('!') && !IsDate(target));
                }

                return isAgent && !isCode ? "" : Shown(target, label);
            }));
        }

        return new(WebUtility.HtmlDecode(plain.ToString()).Trim(), namesAgent, namesOthers);
    }

    public override string ToString() => nameof(SlackText);

    /// <summary>Splits a text into code, between one or three backticks, and other text. An unpaired backtick is plain text.</summary>
    private static IEnumerable<(string Part, bool IsCode)> Parts(string text)
    {
        var at = 0;
        foreach (Match code in Code().Matches(text))
        {
            yield return (text[at..code.Index], false);
            yield return (text.Substring(code.Index, code.Length), true);
            at = code.Index + code.Length;
        }

        yield return (text[at..], false);
    }

    private static string Shown(string target, string label) => target[0] switch
    {
        '@' or '#' => target[0] + (label.Length > 0 ? label : target[1..]),
        '!' when IsDate(target) => label,
        '!' => "@" + (label.Length > 0 ? label.TrimStart('@') : target[1..].Split('^')[0]),
        _ => label.Length == 0 || label == target ? target : IsTypedLink(target, label) ? label : $"{label} ({target})",
    };

    /// <summary>Slack writes a date as <c>!date^seconds^format|text for others</c>.</summary>
    private static bool IsDate(string target) => target.StartsWith("!date^", StringComparison.Ordinal);

    /// <summary>Whether Slack itself made the link, from a host or an address in the text.</summary>
    private static bool IsTypedLink(string target, string label) =>
        target == $"http://{label}" || target == $"https://{label}" || target == $"mailto:{label}" || target == $"tel:{label}";

    [GeneratedRegex(@"<(?<target>[@#!]?[^<>|\s][^<>|]*)(?:\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"```[^`]*```|`[^`\n]+`", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>"remember that …", "what do you remember about …", "forget that …".</summary>
internal static partial class MemoryTalk
{
    public static bool IsAsked(string text) => Keep().IsMatch(text) || Look().IsMatch(text) || Drop().IsMatch(text);

    public static ChatAnswer Next(Asked asked) =>
        Keep().Match(asked.Text) is { Success: true } keep ? Remember(asked, keep.Groups[1].Value)
        : Look().Match(asked.Text) is { Success: true } look ? Recall(asked, look.Groups[1].Value)
        : Forget(asked, Drop().Match(asked.Text).Groups[1].Value);

    private static ChatAnswer Remember(Asked asked, string words) => asked.Answer("remember") is { } made
        ? Say.Text(IsDone(made) ? $"I will remember that {words}." : $"Nothing was remembered. {Why(made)}")
        : asked.Offers("remember") ? Say.Call("remember", new JsonObject { ["text"] = words })
        : Say.Text("I cannot remember things here.");

    private static ChatAnswer Recall(Asked asked, string words)
    {
        if (asked.Answer("recall") is not { } found)
        {
            return asked.Offers("recall") ? Look(words) : Say.Text("I cannot remember things here.");
        }

        var entries = Entries(found.Text);
        return Say.Text(
            entries.Length == 0 ? "I remember nothing of that." : $"I remember:\n\n{string.Join('\n', entries.Select(static entry => $"- {entry.Text}"))}");
    }

    private static ChatAnswer Forget(Asked asked, string words)
    {
        if (asked.Answer("forget") is { } made)
        {
            return Say.Text(IsDone(made) ? "That is forgotten." : $"Nothing was forgotten. {Why(made)}");
        }

        if (asked.Answer("recall") is not { } found)
        {
            return asked.Offers("recall") ? Look(words) : Say.Text("I cannot remember things here.");
        }

        var fitting = Entries(found.Text).Where(entry => entry.Text.Contains(words, StringComparison.OrdinalIgnoreCase)).ToArray();
        return fitting.Length switch
        {
            0 => Say.Text("I remember nothing of that."),
            1 => Say.Call("forget", new JsonObject { ["id"] = fitting[0].Id }),
            _ => Say.Text($"I remember several such things; which one?\n\n{string.Join('\n', fitting.Select(static entry => $"- {entry.Text}"))}"),
        };
    }

    private static ChatAnswer Look(string words) => Say.Call("recall", words.Length == 0 ? [] : new JsonObject { ["about"] = words });

    private static bool IsDone(ToolAnswer answer) => answer.Text.StartsWith("Done", StringComparison.Ordinal);

    private static string Why(ToolAnswer answer) => ResultText.Read(answer.Text) is ResultText.Refused refused ? refused.Why : answer.Text;

    private static (string Id, string Text)[] Entries(string text) =>
        [.. Entry().Matches(text).Select(static match => (match.Groups[1].Value, match.Groups[2].Value))];

    [GeneratedRegex(@"^(?:please\s+)?remember(?:\s+that|:)?\s+(.+?)[.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Keep();

    [GeneratedRegex(@"^what do you (?:remember|know about me)(?:\s+(?:about|of)\s+(.+?))?\s*[?.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Look();

    [GeneratedRegex(@"^(?:please\s+)?forget(?:\s+that|\s+about|:)?\s+(.+?)[.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Drop();

    [GeneratedRegex(@"^- (k[a-z2-7]{20}), [0-9-]+: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}

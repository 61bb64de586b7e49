using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Creates a wiki page from the last answer: "Add that to the wiki", "… as Headcount in Handbook". Only where its speaker may write, after
/// confirmation.</summary>
internal static partial class PageDraft
{
    private const int LongestTitle = 80;

    public static bool IsAsked(Asked asked) => Sentence().IsMatch(asked.Text);

    public static ChatAnswer Next(Asked asked)
    {
        var match = Sentence().Match(asked.Text);
        if (!asked.Offers("write_page"))
            return Say.Text("There is no wiki that you may write in through me.");
        if (asked.Said.Length == 0)
            return Say.Text("There is no answer above that I could add.");
        var title = match.Groups["title"] is { Success: true, Value: var given } ? given : Title(asked);
        var named = match.Groups["space"] is { Success: true, Value: var space } ? space : null;
        return (asked.Answer("write_page"), asked.Answer("list_spaces")) switch
        {
            (null, _) when named is not null => Write(title, asked.Said, named),
            (null, null) => Say.Call("list_spaces", []),
            (null, { Text: var spaces }) => Writable().Match(spaces) is { Success: true } place
                ? Write(title, asked.Said, place.Groups["name"].Value)
                : Say.Text("There is no place in the wiki that you may write to."),
            ({ Text: var done }, _) when done.StartsWith("Done", StringComparison.Ordinal) => Say.Text($"Written to the wiki as “{title}”."),
            ({ Text: var refused }, _) => Say.Text(
                ResultText.Read(refused) is ResultText.Refused { Code: "NOT_FOUND" } ? "There is no such place that you may write to." : "Nothing was written."
            ),
        };
    }

    private static ChatAnswer Write(string title, string text, string space) =>
        Say.Call("write_page", new JsonObject { ["space"] = space, ["title"] = title, ["text"] = text });

    /// <summary>Returns the page title: the answered question.</summary>
    private static string Title(Asked asked)
    {
        var question = (asked.Earlier.FirstOrDefault() ?? "").ReplaceLineEndings(" ").TrimEnd('?', '.', '!', ' ');
        return question.Length == 0 ? "Note" : $"{char.ToUpperInvariant(question[0])}{question[1..Math.Min(question.Length, LongestTitle)]}";
    }

    [GeneratedRegex(
        @"^(?:please )?(?:add|write|put|save) (?:that|this|it) (?:to|into|in) the wiki(?: as (?<title>.+?))?(?: (?:in|under) (?<space>.+?))?\s*[.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^- (?<name>.+), may write; read by ", RegexOptions.Multiline)]
    private static partial Regex Writable();
}

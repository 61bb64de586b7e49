using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>"what does the wiki say about travel", "search the wiki for travel", "read page Travel policy".</summary>
internal static partial class WikiLookUp
{
    private const int Shown = 1_200;

    public static bool IsAsked(Asked asked) => Search().IsMatch(asked.Text) || Page().IsMatch(asked.Text);

    public static ChatAnswer Next(Asked asked)
    {
        var search = Search().Match(asked.Text);
        var (tool, argument, words) = search.Success
            ? ("search_wiki", "query", search.Groups[1].Value)
            : ("read_page", "page", Page().Match(asked.Text).Groups[1].Value);
        if (asked.Answer(tool) is { } found)
        {
            return Say.Text(ResultText.Read(found.Text) is ResultText.Refused { Code.Length: > 0 } refused
                ? PlainAnswer.Meaning(refused)
                : $"The wiki says about “{words}”:\n\n{(found.Text.Length > Shown ? $"{found.Text[..Shown]}…" : found.Text)}");
        }

        return asked.Offers(tool) ? Say.Call(tool, new JsonObject { [argument] = words }) : Say.Text("There is no wiki that I could look into for you.");
    }

    [GeneratedRegex(@"^(?:what does the wiki say about|(?:search|look in|ask) (?:the )?wiki (?:for|about)|wiki:?)\s+(.+?)[?.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Search();

    [GeneratedRegex(@"^(?:read|open|show)(?: me)?(?: the)? (?:wiki )?page\s+(.+?)[?.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Page();
}

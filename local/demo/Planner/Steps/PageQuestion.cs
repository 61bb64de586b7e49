using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>"What does our travel policy say about hotels?": finds the page, reads it, says the part in question and links the page.</summary>
internal static partial class PageQuestion
{
    public static bool IsAsked(Asked asked) => Sentence().IsMatch(asked.Text);

    public static ChatAnswer Next(Asked asked)
    {
        var match = Sentence().Match(asked.Text);
        var (named, about) = (match.Groups["page"].Value, match.Groups["about"].Value);
        if (!asked.Offers("search_wiki"))
            return Say.Text("There is no wiki that I could look into for you.");
        if (asked.Answer("search_wiki") is not { } found)
            return Say.Call("search_wiki", new JsonObject { ["query"] = $"{named} {about}" });
        if (Hit().Match(found.Text) is not { Success: true } hit)
            return Say.Text($"I found no page about {named} among those you may read.");
        if (asked.Answer("read_page") is not { } page)
            return Say.Call("read_page", new JsonObject { ["page"] = hit.Groups["id"].Value });
        return Link().Match(page.Text) is { Success: true } link
            ? Say.Text($"{Part(page.Text[(link.Index + link.Length)..], about)}\n\nFrom {link.Groups["link"].Value}.")
            : Say.Text("I could not read that page for you.");
    }

    /// <summary>The part under the heading that names it; else the lines that do; else how the page begins.</summary>
    private static string Part(string text, string about)
    {
        var word = about.TrimEnd('s');
        var sections = Heading().Split(text.Trim());
        var lines = sections.SelectMany(static section => section.Split('\n')).Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase) && !line.StartsWith('#'));
        return (sections.FirstOrDefault(section => section.Split('\n')[0].Contains(word, StringComparison.OrdinalIgnoreCase) && section.StartsWith("##", StringComparison.Ordinal))
            ?? (lines.Any() ? string.Join('\n', lines) : sections[0])).Trim();
    }

    [GeneratedRegex(@"^what does (?:our|the|my|your) (?!wiki\b)(?<page>.+?) say (?:about|on) (?<about>.+?)\s*[?.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^- “.+?” in .+?, page (?<id>s[a-z0-9]+-p[a-z0-9]+), by ", RegexOptions.Multiline)]
    private static partial Regex Hit();

    [GeneratedRegex(@"Link to it as (?<link>\[[^\[\]\n]*\]\(/wiki/p/[a-z0-9-]+\))\.\n")]
    private static partial Regex Link();

    [GeneratedRegex(@"\n(?=#{1,6} )")]
    private static partial Regex Heading();
}

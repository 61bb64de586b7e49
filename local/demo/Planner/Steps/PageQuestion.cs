using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Answers from a wiki page: finds and reads it, quotes the relevant part and links it. "What does our travel policy say about hotels?"</summary>
internal static partial class PageQuestion
{
    private const int Beginning = 900;

    public static bool IsAsked(Asked asked) => Sentence().IsMatch(asked.Text) || Summary().IsMatch(asked.Text) || Allowed().IsMatch(asked.Text);

    public static ChatAnswer Next(Asked asked)
    {
        var match =
            Sentence().Match(asked.Text) is { Success: true } said ? said
            : Summary().Match(asked.Text) is { Success: true } summed ? summed
            : Allowed().Match(asked.Text);
        var (named, about) = (match.Groups["page"].Value, match.Groups["about"].Value);
        if (!asked.Offers("search_wiki"))
            return Say.Text("There is no wiki that I could look into for you.");
        if (asked.Answer("search_wiki") is not { } found)
            return Say.Call("search_wiki", new JsonObject { ["query"] = $"{named} {about}".Trim() });
        if (Hit().Match(found.Text) is not { Success: true } hit)
            return Say.Text($"I found no page about “{$"{named} {about}".Trim()}” among those of the wiki that you may read.");
        if (asked.Answer("read_page") is not { } page)
            return Say.Call("read_page", new JsonObject { ["page"] = hit.Groups["id"].Value });
        return Link().Match(page.Text) is { Success: true } link
            ? Say.Text(
                $"{(about.Length > 0 ? Part(page.Text[(link.Index + link.Length)..], about) : Begins(page.Text[(link.Index + link.Length)..]))}\n\nFrom {link.Groups["link"].Value}."
            )
            : Say.Text("I could not read that page for you.");
    }

    /// <summary>Returns the beginning of a page, because the planner cannot summarise.</summary>
    private static string Begins(string text)
    {
        var page = text.Trim();
        return $"I cannot summarise, but this is {(page.Length > Beginning ? "how the page begins" : "the page")}:\n\n{(page.Length > Beginning ? $"{page[..Beginning]}…" : page)}";
    }

    /// <summary>Returns the section whose heading matches; else the matching lines; else the beginning.</summary>
    private static string Part(string text, string about)
    {
        var word = about.TrimEnd('s');
        var sections = Heading().Split(text.Trim());
        var lines = sections
            .SelectMany(static section => section.Split('\n'))
            .Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase) && !line.StartsWith('#'));
        return (
            sections.FirstOrDefault(section =>
                section.Split('\n')[0].Contains(word, StringComparison.OrdinalIgnoreCase) && section.StartsWith("##", StringComparison.Ordinal)
            ) ?? (lines.Any() ? string.Join('\n', lines) : sections[0])).Trim();
    }

    [GeneratedRegex(@"^what does (?:our|the|my|your) (?!wiki\b)(?<page>.+?) say (?:about|on) (?<about>.+?)\s*[?.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"^(?:please )?(?:summari[sz]e|sum up|explain|what is|what's|what are) (?:our|the|my|your) (?<page>[\w -]*?(?:policy|policies|rules|guidelines?|handbook|wiki page))\s*[?.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Summary();

    [GeneratedRegex(
        @"^(?:can|may|am) (?:i|we) (?:allowed to )?(?<page>expense|claim|book|fly|carry over|take) (?:an? |the |my |some )?(?<about>[\w -]+?)\s*[?.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Allowed();

    [GeneratedRegex(@"^- “.+?” in .+?, page (?<id>s[a-z0-9]+-p[a-z0-9]+), by ", RegexOptions.Multiline)]
    private static partial Regex Hit();

    [GeneratedRegex(@"Link to it as (?<link>\[[^\[\]\n]*\]\(/wiki/p/[a-z0-9-]+\))\.\n")]
    private static partial Regex Link();

    [GeneratedRegex(@"\n(?=#{1,6} )")]
    private static partial Regex Heading();
}

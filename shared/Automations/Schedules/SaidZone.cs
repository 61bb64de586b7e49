using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Onbehalf.Threads;

namespace Onbehalf.Automations.Schedules;

/// <summary>Parses time zones in phrases: “Berlin time”, “UTC”, “Europe/Berlin”, “Eastern time”, “in Berlin”.</summary>
internal static partial class SaidZone
{
    private const int MostWords = 3;

    /// <summary>Names other than cities. Short names that several countries use for different times (BST, IST, AST) are excluded.</summary>
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["utc"] = "UTC", ["gmt"] = "UTC", ["zulu"] = "UTC", ["cet"] = "Europe/Berlin", ["cest"] = "Europe/Berlin", ["central european"] = "Europe/Berlin",
        ["wet"] = "Europe/Lisbon", ["eet"] = "Europe/Helsinki", ["uk"] = "Europe/London", ["british"] = "Europe/London", ["german"] = "Europe/Berlin",
        ["french"] = "Europe/Paris", ["irish"] = "Europe/Dublin", ["israel"] = "Asia/Jerusalem", ["israeli"] = "Asia/Jerusalem", ["swiss"] = "Europe/Zurich",
        ["italian"] = "Europe/Rome", ["dutch"] = "Europe/Amsterdam", ["cet/cest"] = "Europe/Berlin",
        ["eastern"] = "America/New_York",
        ["us eastern"] = "America/New_York",
        ["et"] = "America/New_York",
        ["est"] = "America/New_York",
        ["edt"] = "America/New_York",
        ["central"] = "America/Chicago",
        ["us central"] = "America/Chicago",
        ["cdt"] = "America/Chicago",
        ["mountain"] = "America/Denver",
        ["us mountain"] = "America/Denver", ["mdt"] = "America/Denver", ["mst"] = "America/Denver", ["pacific"] = "America/Los_Angeles",
        ["us pacific"] = "America/Los_Angeles", ["pt"] = "America/Los_Angeles", ["pst"] = "America/Los_Angeles", ["pdt"] = "America/Los_Angeles",
        ["indian"] = "Asia/Kolkata", ["india"] = "Asia/Kolkata", ["mumbai"] = "Asia/Kolkata", ["delhi"] = "Asia/Kolkata", ["new delhi"] = "Asia/Kolkata",
        ["bangalore"] = "Asia/Kolkata", ["jst"] = "Asia/Tokyo", ["japan"] = "Asia/Tokyo", ["japanese"] = "Asia/Tokyo", ["china"] = "Asia/Shanghai",
        ["beijing"] = "Asia/Shanghai", ["aest"] = "Australia/Sydney", ["aedt"] = "Australia/Sydney", ["san francisco"] = "America/Los_Angeles",
        ["seattle"] = "America/Los_Angeles", ["boston"] = "America/New_York", ["washington"] = "America/New_York", ["miami"] = "America/New_York",
        ["munich"] = "Europe/Berlin",
        ["hamburg"] = "Europe/Berlin",
        ["frankfurt"] = "Europe/Berlin",
        ["milan"] = "Europe/Rome",
        ["barcelona"] = "Europe/Madrid",
        ["geneva"] = "Europe/Zurich", ["edinburgh"] = "Europe/London", ["manchester"] = "Europe/London", ["lyon"] = "Europe/Paris",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Abbreviations that several countries use for different times, with the names to say instead.</summary>
    private static readonly FrozenDictionary<string, string> Shared = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ist"] = "“Kolkata time”, “Dublin time” or “Jerusalem time”",
        ["bst"] = "“London time” or “Dhaka time”",
        ["ast"] = "“Halifax time” or “Riyadh time”",
        ["cst"] = "“Chicago time”, “Shanghai time” or “Havana time”",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps a city to its zone; null when cities of the same name have different clocks.</summary>
    private static readonly Lazy<FrozenDictionary<string, string?>> Cities = new(static () =>
        TimeZoneInfo
            .GetSystemTimeZones()
            .Where(static zone =>
                zone.Id.Contains('/', StringComparison.Ordinal) && !zone.Id.StartsWith("Etc/", StringComparison.Ordinal) && IanaZone.Find(zone.Id) is not null)
            .GroupBy(static zone => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' '), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                static group => group.Key,
                static group => group.All(zone => zone.HasSameRules(group.First())) ? group.OrderBy(static zone => zone.Id.Length).First().Id : null,
                StringComparer.OrdinalIgnoreCase));

    /// <summary>Extracts the zone from a phrase.</summary>
    /// <returns>The phrase without the zone, and the zone. <c>Refusal</c> is the reason for a zone that does not exist or is ambiguous.</returns>
    public static (string Phrase, string? Zone, string? Refusal) Take(string phrase)
    {
        if (Id().Match(phrase) is { Success: true } id)
            return IanaId(id.Groups["id"].Value) is { } found ? (Without(phrase, id), found, null) : (phrase, null, Unknown(id.Groups["id"].Value));
        if (MyTime().Match(phrase) is { Success: true } mine)
            return (Without(phrase, mine), null, null);
        if (Short().Match(phrase) is { Success: true } brief)
            return (Without(phrase, brief), Names[brief.Groups["name"].Value], null);
        if (Several().Match(phrase) is { Success: true } several)
            return (phrase, null, $"“{several.Groups["name"].Value}” is the time of several countries: say {Shared[several.Groups["name"].Value]}.");
        if (Time().Match(phrase) is { Success: true } named)
            return NamedTime(phrase, named);
        foreach (var city in (Match[])[InCity().Match(phrase), AfterTime().Match(phrase)])
        {
            if (city.Success && Find(city.Groups["name"].Value) is { } zone)
                return (Without(phrase, city), zone, null);
        }

        return (phrase, null, null);
    }

    private static string Unknown(string name) =>
        $"“{name}” is not a time zone, or several zones share this name. Name a city, such as “Berlin time”, or an IANA zone, such as Europe/Berlin.";

    private static (string Phrase, string? Zone, string? Refusal) NamedTime(string phrase, Match time)
    {
        var before = phrase[..time.Index].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (before is [.., "one" or "One" or "same" or "every" or "each" or "a" or "any"])
            return (phrase, null, null);
        for (var words = Math.Min(MostWords, before.Length); words > 0; words--)
        {
            if (Find(string.Join(' ', before[^words..]).TrimStart('(')) is not { } zone)
                continue;
            var rest = before[..^words] is [.. var more, "in"] ? more : before[..^words];
            return ($"{string.Join(' ', rest)}{phrase[(time.Index + time.Length)..]}".Trim(), zone, null);
        }

        return (phrase, null, Unknown(before is [.., var last] ? last : phrase));
    }

    private static string? Find(string name) => Names.TryGetValue(name, out var known) ? known : Cities.Value.GetValueOrDefault(Bare(name));

    /// <summary>Removes accents, because the IANA database has none: Zürich, São Paulo.</summary>
    private static string Bare(string name) =>
        string.Concat(
            name.Normalize(NormalizationForm.FormD).Where(static sign => CharUnicodeInfo.GetUnicodeCategory(sign) is not UnicodeCategory.NonSpacingMark));

    /// <summary>Returns the id in the spelling of the IANA database, whatever case was typed.</summary>
    private static string? IanaId(string typed) => IanaZone.Find(typed)?.Id is { } exact ? exact
        : TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(zone => zone.Id.Equals(typed, StringComparison.OrdinalIgnoreCase))?.Id is { } id
        && IanaZone.Find(id) is not null
            ? id
        : null;

    private static string Without(string phrase, Match match) => $"{phrase[..match.Index]} {phrase[(match.Index + match.Length)..]}".Trim();

    [GeneratedRegex(
        @"\s*\(?(?:\bin\s+)?\b(?<id>(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc|us)/[a-z0-9_+\-/]+)\)?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Id();

    [GeneratedRegex(@"\s+(?:my|local|our)\s+time\b", RegexOptions.IgnoreCase)]
    private static partial Regex MyTime();

    [GeneratedRegex(
        @"\s+\(?(?:in\s+)?(?<name>utc|gmt|cet(?:/cest)?|cest|wet|eet|et|est|edt|cdt|mst|mdt|pt|pst|pdt|jst|aest|aedt|central european|(?:us )?(?:eastern|central|mountain|pacific))(?:\s+(?:(?:standard|daylight|summer)\s+)?time)?\)?(?=\s|$|,)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Short();

    [GeneratedRegex(@"\s+(?:standard\s+|daylight\s+|summer\s+)?time\)?(?=\s|$|,)", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"\s+\(?(?<name>ist|bst|ast|cst)(?:\s+time)?\)?(?=\s|$|,)", RegexOptions.IgnoreCase)]
    private static partial Regex Several();

    [GeneratedRegex(@"(?<=\d(?:\s?[ap]\.?m\.?)?|noon|midday|midnight)\s+(?<name>\p{L}[\p{L} ]{2,40})$", RegexOptions.IgnoreCase)]
    private static partial Regex AfterTime();

    [GeneratedRegex(@"\s+in\s+(?<name>\p{L}[\p{L} ]{2,40})$", RegexOptions.IgnoreCase)]
    private static partial Regex InCity();
}

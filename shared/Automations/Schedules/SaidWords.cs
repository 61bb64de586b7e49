using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Normalises a phrase to the words that the grammar has.</summary>
internal static partial class SaidWords
{
    private const string DayName =
        "(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)";

    /// <summary>Normalises to lower case, removes the dots of <c>am</c> and <c>pm</c>, and removes filler words.</summary>
    public static string Plain(string text)
    {
        var lower = Dashes().Replace(text.ToLowerInvariant().Replace('’', '\''), "-");
        var plain = Halves().Replace(lower, static half => half.Groups["half"].Value + "m");
        plain = Clocks().Replace(TwelveOf().Replace(FullHour().Replace(plain, "$1:00"), "$1"), "");
        plain = FourDigits().Replace(NoSeconds().Replace(plain, ""), "$1:$2");
        plain = DateAndTime().Replace(Asked().Replace(plain, ""), " ");
        plain = OnlyOnce().Replace(Tomorrow().Replace(plain, "tomorrow"), "");
        plain = Days(Nightly().Replace(plain, "every night"));
        plain = HoursAndMinutes().Replace(DayOfMonth().Replace(plain, "on the $1th"), "$0m");
        return plain.Replace("tonight", "today night", StringComparison.Ordinal).Trim(' ', '.', ',');
    }

    /// <summary>Moves the times to the end: “weekdays at 9 except Friday”. Null when they are there already.</summary>
    public static string? TimesLast(string said) =>
        TimesBetween().Match(said) is { Success: true } match
            ? $"{match.Groups["head"].Value} {match.Groups["more"].Value} {match.Groups["at"].Value}"
            : null;

    /// <summary>Separates names of days by commas: “mon wed fri”, “every Monday and every Thursday”.</summary>
    private static string Days(string text)
    {
        var plain = BetweenDays().Replace(DayDots().Replace(text, "$1"), "$1, ");
        plain = EveryWeekday().Replace(plain, "$1 on ");
        return EachSaid().Match(plain) is { Success: true } match ? SaidAgain().Replace(match.Value, "$1") + plain[match.Length..] : plain;
    }

    [GeneratedRegex("[‐‑‒–—−]")]
    private static partial Regex Dashes();

    [GeneratedRegex(@"(?<=\d\s?|\b)(?<half>[ap])\.?\s?m\b\.?")]
    private static partial Regex Halves();

    [GeneratedRegex(@"(?<![:.\d])(\d{1,2})\s*o'?clock\b")]
    private static partial Regex FullHour();

    [GeneratedRegex(@"\b(?:12|twelve)\s+(noon|midnight)\b")]
    private static partial Regex TwelveOf();

    [GeneratedRegex(@"\s*o'?clock\b|(?<=^every hour|^hourly)\s+on the hour$|(?<=\d|[ap]m|noon|midnight)\s+(?:sharp|on the dot)\b")]
    private static partial Regex Clocks();

    [GeneratedRegex(@"(?<=(?:^|[\st])\d{1,2}:\d{2}):00(?:\.0+)?(?![:\d])")]
    private static partial Regex NoSeconds();

    /// <summary>Matches 0900; after “at”, also 1730. Any other number of four digits can be a year.</summary>
    [GeneratedRegex(@"(?:(?<=\bat\s)(?<h>[01]\d|2[0-3])(?<m>[0-5]\d)|(?<=^|\s)(?<h>0\d)(?<m>[0-5]\d))(?:\s?(?:hrs|hours))?(?=$|[\s,])")]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"(?<=^(?:on |at )?\d{4}-\d{2}-\d{2})t(?=\d)")]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^(?:please\s+)?(?:run\s+(?:(?:it|this)\s+)?|do\s+(?:it|this)\s+)?")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\b(?:tmrw|tmr|tomorow|tommorow|tommorrow)\b")]
    private static partial Regex Tomorrow();

    [GeneratedRegex(@"^(?:(?:just|only)\s+)?(?:once|one time)(?:,\s*|\s+)(?!a\b|per\b|each\b|every\b|daily\b)|,?\s+(?:just\s+|only\s+)?once$")]
    private static partial Regex OnlyOnce();

    [GeneratedRegex(@"^nightly\b")]
    private static partial Regex Nightly();

    [GeneratedRegex(@"(?:(?<=^)|\bon\s+)(?:the\s+)?day\s+(\d{1,2})(?=$|[\s,])")]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(@"^in \d{1,2}h[0-5]\d$")]
    private static partial Regex HoursAndMinutes();

    [GeneratedRegex($@"\b({DayName})\.(?=$|[\s,])")]
    private static partial Regex DayDots();

    [GeneratedRegex($@"\b({DayName})\s+(?={DayName}\b)")]
    private static partial Regex BetweenDays();

    [GeneratedRegex($@"^((?:every|each)\s+week)\s+(?={DayName}\b)")]
    private static partial Regex EveryWeekday();

    [GeneratedRegex($@"^(?<each>every|each|on)\s+{DayName}(?:(?:\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*)\k<each>\s+{DayName}\b)+")]
    private static partial Regex EachSaid();

    [GeneratedRegex(@"(\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*)(?:every|each|on)\s+")]
    private static partial Regex SaidAgain();

    [GeneratedRegex(
        "^(?<head>.+?),?\\s+(?<at>(?:at|@)\\s*"
            + SchedulePhrase.Times + SchedulePhrase.Part + @"),?\s+(?<more>(?:except|but|excluding|on|of|every|each)\b.+)$")]
    private static partial Regex TimesBetween();
}

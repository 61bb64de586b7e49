using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Explains why a common phrase is refused, and what to say instead.</summary>
internal static partial class SaidReasons
{
    /// <summary>Returns null for a phrase without a reason of its own.</summary>
    public static string? Of(string said) =>
        Seconds().IsMatch(said) ? "Nothing runs more often than once a minute."
        : TimeWithSeconds().IsMatch(said) ? "A time has hours and minutes, no seconds: such as 9:30."
        : Now().IsMatch(said) ? "A schedule is for later, such as “in 5 minutes”. What is wanted now needs none."
        : Until().IsMatch(said) ? "A schedule has no end: pause or delete the automation then."
        : SlashDate().Match(said) is { Success: true } slashes
            ? $"“{slashes.Value}” is read differently from country to country: say the month as a word, or write a date such as 2026-12-01."
        : HalfHour().Match(said) is { Success: true } half ? $"“{half.Value}” means two times, depending on the country: write it in digits, such as 8:30."
        : said.Contains("24:00", StringComparison.Ordinal) ? "A day ends at 23:59: say 0:00 of the day that begins."
        : Months().IsMatch(said) ? "Only months, quarters and years have words. Other steps need a cron: “0 9 1 */2 *” is 9:00 on the 1st of every other month."
        : Hours().IsMatch(said) ? "An interval within hours needs a cron: “0 9-17 * * 1-5” is every hour from 9:00 to 17:00 on weekdays."
        : Starting().IsMatch(said) ? "An interval begins at midnight. For other hours, name them, such as “every day at 6:00, 14:00 and 22:00”."
        : Fortnight().IsMatch(said) ? "On which day of the week? Such as “every other Monday at 9:00”."
        : OfDays(said);

    private static string? OfDays(string said) =>
        OneDay().Match(said) is { Success: true } day
            ? $"“{day.Groups["day"].Value}” can be one day or a day of every month: say “on the {day.Groups["day"].Value} of every month”, or name the month."
        : OneNth().Match(said) is { Success: true } nth && CalendarNames.Day(nth.Groups["day"].Value) is { } weekday
            ? OfWhat(nth.Groups["nth"].Value, CalendarNames.Days[weekday])
        : OneMonth().Match(said) is { Success: true } month && CalendarNames.Month(month.Groups["month"].Value) is { } at
            ? $"On which day? Such as “every 1 {CalendarNames.Months[at - 1]} at 9:00”."
        : NoSuchDay(said);

    private static string OfWhat(string nth, string day) =>
        $"“{nth} {day}” is of a month, or is every so many weeks: say “on the {nth} {day} of every month”, or “every 3 weeks on {day}”.";

    private static string? NoSuchDay(string said)
    {
        foreach (Match match in Date().Matches(said))
        {
            if (CalendarNames.Month(match.Groups["month"].Value) is { } month && CalendarNames.Ordinal(match.Groups["day"].Value) is { } day
                && (day < 1 || day > DateTime.DaysInMonth(2024, month)))
                return $"{CalendarNames.Months[month - 1]} has no day {day}.";
        }

        return null;
    }

    [GeneratedRegex(@"^(?:every|each|in)\s+(?:\S+\s+)?(?:seconds?|secs?)$")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b\d{1,2}:\d{2}:\d{2}\b")]
    private static partial Regex TimeWithSeconds();

    [GeneratedRegex("^(?:right )?(?:now|away|immediately|asap|at once)$")]
    private static partial Regex Now();

    [GeneratedRegex(@"\b(?:until|till)\b")]
    private static partial Regex Until();

    [GeneratedRegex(@"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b")]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"\bhalf (?:\d{1,2}|" + CalendarNames.NumberWords + @")\b")]
    private static partial Regex HalfHour();

    [GeneratedRegex(@"\b(?:every|each)\s+(?:other|second|third|\d{1,2}|" + CalendarNames.NumberWords + @")\s+months?\b")]
    private static partial Regex Months();

    [GeneratedRegex(@"^(?:(?:every|each)\s.*\b(?:minutes?|mins?|hours?)|hourly)\b.*\b(?:between\b.*\band\b|from\b.*(?:\bto\b|-))")]
    private static partial Regex Hours();

    [GeneratedRegex(@"^(?:every|each)\s.*\b(?:minutes?|mins?|hours?)\b.*\b(?:starting|beginning|from)\b")]
    private static partial Regex Starting();

    [GeneratedRegex(
        @"^(?:fortnightly|bi-?weekly|(?:every|each)\s+(?:fortnight|(?:other|second|2nd|alternate)\s+week|(?:\d{1,2}|"
            + CalendarNames.NumberWords
            + @")\s+weeks))\b(?!.*\bon\b)")]
    private static partial Regex Fortnight();

    [GeneratedRegex(@"^(?:on\s+)?(?:the\s+)?(?<day>\d{1,2}(?:st|nd|rd|th))(?:\s+(?:at\b|@|\d).*)?$")]
    private static partial Regex OneDay();

    [GeneratedRegex(
        @"^(?:on\s+)?(?:(?:every|each)\s+)?(?:the\s+)?(?<nth>first|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))\s+"
            + @"(?<day>[a-z]{3,9})\b(?!.*\b(?:month|quarter)\b)")]
    private static partial Regex OneNth();

    [GeneratedRegex(@"^(?:in\s+)?(?:every|each)\s+(?<month>[a-z]{3,9})\b(?!\s+\d{1,2}\b(?!:))")]
    private static partial Regex OneMonth();

    [GeneratedRegex(
        @"\b(?<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<month>[a-z]{3,9})\b|"
            + @"\b(?<month>[a-z]{3,9})\s+(?:the\s+)?(?<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.])")]
    private static partial Regex Date();
}

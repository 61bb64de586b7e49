using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Parses a single day or moment: “tomorrow”, “next Friday”, “on 3 December”, “in 2 hours”.</summary>
internal static partial class SaidOnce
{
    private const int DaysOfWeek = 7;
    private const int FarthestDays = 3_660;

    private const string DateText =
        @"(?:(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})|(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})"
        + @"|(?<day>\d{1,2}(?:st|nd|rd|th)?)\s+(?:of\s+)?(?<month>[a-z]{3,9})(?:,?\s+(?<year>\d{4}))?"
        + @"|(?<month>[a-z]{3,9})\s+(?:the\s+)?(?<day>\d{1,2}(?:st|nd|rd|th)?)(?:,?\s+(?<year>\d{4}))?)";

    /// <summary>Parses a span from now: “in 2 hours”, “in half an hour”, “90 minutes from now”.</summary>
    public static TimeSpan? Span(string text)
    {
        if (InHalf().IsMatch(text))
            return TimeSpan.FromMinutes(30);
        var match = In().Match(text);
        if (!match.Success)
            return null;
        var span = TimeSpan.Zero;
        for (var at = 0; at < match.Groups["n"].Captures.Count; at++)
        {
            var unit = match.Groups["unit"].Captures[at].Value;
            var written = match.Groups["n"].Captures[at].Value;
            var count = decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : CalendarNames.Number(written) ?? 0;
            var minutes = (double)count * (unit[0] switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, 'f' => 2 * DaysOfWeek * 24 * 60, _ => DaysOfWeek * 24 * 60 });
            span += TimeSpan.FromMinutes(Math.Min(minutes, FarthestDays * 24.0 * 60));
        }

        return match.Groups["and"].Success ? span * 1.5 : span;
    }

    /// <summary>Returns the day of a phrase; null when it names none, or a date that does not exist.</summary>
    /// <param name="earliest">The earliest time in the phrase. If it has passed today, “Friday” means the following Friday.</param>
    public static DateOnly? Day(string text, DateTime now, TimeOnly earliest)
    {
        var today = DateOnly.FromDateTime(now);
        switch (text)
        {
            case "today":
                return today;
            case "tomorrow":
                return today.AddDays(1);
            case "day after tomorrow" or "the day after tomorrow":
                return today.AddDays(2);
        }

        if (InDays().Match(text) is { Success: true } days && CalendarNames.Number(days.Groups["n"].Value) is { } count)
            return InUnits(today, count, days.Groups["unit"].Value[0]);
        if (NextWeek().Match(text) is { Success: true } next && CalendarNames.Day(next.Groups["day"].Value) is { } ofNext)
            return OfNextWeek(today, ofNext);
        if (Weekday().Match(text) is { Success: true } named && CalendarNames.Day(named.Groups["day"].Value) is { } weekday)
        {
            var first = (weekday - (int)today.DayOfWeek + DaysOfWeek) % DaysOfWeek;
            return today.AddDays(first == 0 && (named.Groups["next"].Success || earliest <= TimeOnly.FromDateTime(now)) ? DaysOfWeek : first);
        }

        return Date(text, now, earliest);
    }

    private static DateOnly? InUnits(DateOnly today, int count, char unit) => unit switch
    {
        'm' => count <= FarthestDays / 31 ? today.AddMonths(count) : null,
        _ => count * (unit switch { 'w' => DaysOfWeek, 'f' => 2 * DaysOfWeek, _ => 1 }) is var ahead and <= FarthestDays ? today.AddDays(ahead) : null,
    };

    /// <summary>Returns the day of the week after this one. With a Sunday it is ambiguous, because some weeks begin on it.</summary>
    private static DateOnly? OfNextWeek(DateOnly today, int weekday) =>
        weekday == 0 || today.DayOfWeek == DayOfWeek.Sunday ? null : today.AddDays(weekday - (int)today.DayOfWeek + DaysOfWeek);

    /// <summary>Parses “4 December 2026”. Without a year, it is the next such date.</summary>
    public static DateOnly? Date(string text, DateTime now, TimeOnly earliest)
    {
        var match = OnDate().Match(text);
        if (!match.Success || CalendarNames.Ordinal(match.Groups["day"].Value) is not { } day)
            return null;
        var written = match.Groups["month"].Value;
        var month = char.IsAsciiDigit(written[0]) ? CalendarNames.Ordinal(written) : CalendarNames.Month(written);
        if (month is not (>= 1 and <= 12))
            return null;
        DateOnly? found = null;
        if (match.Groups["year"].Success)
        {
            found = Exact(int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture), month.Value, day);
        }
        else
        {
            for (var year = now.Year; found is null && year < now.Year + 9; year++)
                found = Exact(year, month.Value, day) is { } one && one.ToDateTime(earliest) > now ? one : null;
        }

        return found is { } date && match.Groups["weekday"].Success && CalendarNames.Day(match.Groups["weekday"].Value) != (int)date.DayOfWeek ? null : found;
    }

    private static DateOnly? Exact(int year, int month, int day) =>
        year is > 1970 and < 2200 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new(year, month, day) : null;

    private const string Amount =
        @"(?<n>\d{1,4}(?:\.\d{1,2})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|" + CalendarNames.MoreNumberWords + ")";
    private const string Unit = @"(?<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|fortnights?)";

    [GeneratedRegex(@"^(?:in\s+)?(?:half an hour|a half hour|half hour)(?:\s+from now)?$")]
    private static partial Regex InHalf();

    [GeneratedRegex(
        "^(?:in\\s+"
            + Amount
            + @"\s?"
            + Unit
            + @"(?:(?:\s*,\s*|\s+and\s+|\s*)"
            + Amount
            + @"\s?"
            + Unit
            + @")?(?<and>(?<=^in an? \w+)\s+and a half)?|"
            + Amount
            + @"\s?"
            + Unit
            + @"\s+from\s+now)$")]
    private static partial Regex In();

    [GeneratedRegex(@"^in\s+(?<n>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?<unit>days?|weeks?|fortnights?|months?)$")]
    private static partial Regex InDays();

    [GeneratedRegex(@"^(?:on\s+)?(?:(?<day>[a-z]{3,9})\s+(?:of\s+)?next\s+week|next\s+week\s+(?:on\s+)?(?<day>[a-z]{3,9}))$")]
    private static partial Regex NextWeek();

    [GeneratedRegex(@"^(?:(?:on|this|(?<next>next)|(?:on\s+)?(?:the\s+)?coming|on\s+the\s+next)\s+)?(?<day>[a-z]{3,9})$")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"^(?:on\s+)?(?:(?<weekday>[a-z]{3,9}day),?\s+)?(?:the\s+)?" + DateText + "$")]
    private static partial Regex OnDate();
}

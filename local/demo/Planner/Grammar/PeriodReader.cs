using System.Globalization;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Takes this or last week, month, quarter or year, today, yesterday, a year, since and before a day out of a question.</summary>
internal static class PeriodReader
{
    private static readonly string[] Prepositions = ["in", "during", "from", "for", "of"];

    public static Period? Take(List<string> words, DateOnly today)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (Find(words, at, today) is not { } found)
            {
                continue;
            }

            words.RemoveRange(at, found.Length);
            if (at > 0 && Prepositions.Contains(words[at - 1], StringComparer.OrdinalIgnoreCase))
            {
                words.RemoveAt(at - 1);
            }

            return found.Period;
        }

        return null;
    }

    private static (Period Period, int Length)? Find(List<string> words, int at, DateOnly today)
    {
        var word = words[at].ToLowerInvariant();
        var next = at + 1 < words.Count ? words[at + 1].ToLowerInvariant() : "";
        return word switch
        {
            "today" => (new(today, today.AddDays(1), word), 1),
            "yesterday" => (new(today.AddDays(-1), today, word), 1),
            "this" or "last" or "previous" when Unit(next, today) is { } start => (Whole(start, next, word == "this" ? 0 : -1, word), 2),
            "since" or "after" when Day(next) is { } day => (new(word == "after" ? day.AddDays(1) : day, null, $"{word} {next}"), 2),
            "before" when Day(next) is { } day => (new(null, day, $"before {next}"), 2),
            "in" or "during" when next.Length == 4 && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 2200 =>
                (new(new(year, 1, 1), new(year + 1, 1, 1), $"in {next}"), 2),
            _ => null,
        };
    }

    private static DateOnly? Unit(string unit, DateOnly today) => unit switch
    {
        "week" => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)),
        "month" => new(today.Year, today.Month, 1),
        "quarter" => new(today.Year, (3 * ((today.Month - 1) / 3)) + 1, 1),
        "year" => new(today.Year, 1, 1),
        _ => null,
    };

    private static Period Whole(DateOnly start, string unit, int back, string word)
    {
        DateOnly Move(int steps) => unit switch
        {
            "week" => start.AddDays(7 * steps),
            "month" => start.AddMonths(steps),
            "quarter" => start.AddMonths(3 * steps),
            _ => start.AddYears(steps),
        };
        return new(Move(back), Move(back + 1), $"{word} {unit}");
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

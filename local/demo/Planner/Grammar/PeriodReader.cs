using System.Globalization;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// Parses the period of a question: this or last week, month, quarter or year, the last 30 days, today, a year or a part of one, a month, a
/// day. Also since, before, after and between. A second period remains in the words and is refused later.
/// </summary>
internal static class PeriodReader
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private static readonly string[] Months =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    private static readonly string[] Within = ["in", "during", "from", "for", "of", "on", "within", "over"];

    public static Period? Take(List<string> words, DateOnly today)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (Find(words, at, today) is not { } found)
                continue;
            words.RemoveRange(at, found.Length);
            var said = found.Period.Words.Split(' ');
            return found.Period with
            {
                Near = words.Take(at).LastOrDefault(static word => !Keywords.IsFiller(word))?.ToLowerInvariant() ?? "",
                IsYearless = said.Any(static word => MonthNamed(word) is not null) && !said.Any(static word => Year(word) is not null),
            };
        }

        return null;
    }

    private static (Period Period, int Length)? Find(List<string> words, int at, DateOnly today)
    {
        string Said(int length) => string.Join(' ', words.Skip(at).Take(length)).ToLowerInvariant();
        var word = words[at].ToLowerInvariant();
        if (word is "older" or "newer" or "younger" && At(words, at + 1) == "than" && Ago(words, at + 2, today) is { } age)
            return (word == "older" ? new(null, age.Day, Said(2 + age.Length)) : new(age.Day, null, Said(2 + age.Length)), 2 + age.Length);

        if (FromToday(words, at, today) is { } passed)
            return (passed.Period with { Words = Said(passed.Length) }, passed.Length);

        var next = at + 1 + (At(words, at + 1) == "the" ? 1 : 0);
        if (word is "between" or "from" && Span(words, next, today, isNamed: true) is { } first)
        {
            var middle = next + first.Length;
            var isRange = word == "between" ? At(words, middle) == "and" : At(words, middle) is "to" or "until" or "till" or "through";
            if (isRange && Span(words, middle + 1, today, isNamed: true) is { } second && second.From > first.From)
                return (new(YearOf(first, second, words, next), second.Before, Said(middle + 1 + second.Length - at)), middle + 1 + second.Length - at);
        }

        if (word is "since" or "after" or "before" or "until" or "till" && Span(words, next, today, isNamed: true) is { } edge)
        {
            var length = next - at + edge.Length;
            return (word switch
            {
                "since" => new(edge.From, null, Said(length)),
                "after" => new(edge.Before, null, Said(length)),
                "before" => new(null, edge.From, Said(length)),
                _ => new Period(null, edge.Before, Said(length)),
            }, length);
        }

        // "in the last month" ends today. "last month" is the month before this one.
        if (word is "in" or "within" or "over" or "during" or "for"
            && next > at + 1
            && At(words, next) == "last"
            && At(words, next + 1) is "week" or "month" or "year")
            return (new(Moved(today, At(words, next + 1), -1), today.AddDays(1), $"{Said(4)} up to today"), 4);
        if (Within.Contains(word) && Span(words, next, today, isNamed: true) is { } inside)
        {
            // "in 2025 and 2026": a second period that continues the first.
            var after = next + inside.Length;
            if (At(words, after) == "and" && Span(words, after + 1, today, isNamed: true) is { } more && more.From == inside.Before)
                inside = (inside.From, more.Before, inside.Length + 1 + more.Length);
            return (new(inside.From, inside.Before, Said(next - at + inside.Length)), next - at + inside.Length);
        }

        return Span(words, at, today, isNamed: false) is { } bare ? (new(bare.From, bare.Before, Said(bare.Length)), bare.Length) : null;
    }

    /// <summary>"more than 30 days ago", "less than a week ago", "3 days ago", "open for more than 30 days".</summary>
    private static (Period Period, int Length)? FromToday(List<string> words, int at, DateOnly today)
    {
        var isLasting = At(words, at) == "for" || (at > 0 && Tokens.Is(words[at - 1], "open"));
        var start = at + (At(words, at) == "for" ? 1 : 0);
        var (word, isThan) = (At(words, start), At(words, start + 1) == "than");
        var isMore = word == "over" || (isThan && word is "more" or "longer");
        var isLess = !isLasting && (word == "under" || (isThan && word == "less"));
        var number = start + (isThan ? 2 : isMore || isLess ? 1 : 0);
        if (Ago(words, number, today) is not { } age)
            return null;
        var end = number + age.Length;
        if (At(words, end) == "ago" && start == at)
            return isMore ? (new(null, age.Day, ""), end + 1 - at)
                : isLess ? (new(age.Day.AddDays(1), null, ""), end + 1 - at)
                : number == at && Singular(At(words, end - 1)) == "day" ? (new(age.Day, age.Day.AddDays(1), ""), end + 1 - at)
                : null;
        return isLasting && isMore && At(words, end) != "ago" ? (new(null, age.Day, ""), end - at) : null;
    }

    /// <summary>Returns the year of the first of two periods. In "from January to March 2026" the last year applies to both.</summary>
    private static DateOnly YearOf(
        (DateOnly From, DateOnly Before, int Length) first,
        (DateOnly From, DateOnly Before, int Length) second,
        List<string> words,
        int at
    ) => first.Length == 1 && Array.IndexOf(Months, At(words, at)) >= 0 && second.Length == 2 ? new(second.From.Year, first.From.Month, 1) : first.From;

    /// <param name="isNamed">Whether a word before it says that a time follows; without one, a year or "may" can be something else.</param>
    private static (DateOnly From, DateOnly Before, int Length)? Span(List<string> words, int at, DateOnly today, bool isNamed)
    {
        var (word, next) = (At(words, at), At(words, at + 1));
        if (word == "today")
            return (today, today.AddDays(1), 1);
        if (word == "yesterday")
            return (today.AddDays(-1), today, 1);
        if (word == "past" && StartOf(next, today) is not null)
            return (Moved(today, next, -1), today.AddDays(1), 2);
        if (word is "this" or "current" or "last" or "previous" && StartOf(next, today) is { } start)
            return word is "this" or "current" ? (start, Moved(start, next, 1), 2) : (Moved(start, next, -1), start, 2);
        if (word is "last" or "past" or "previous" && Count(next) is { } count && Singular(At(words, at + 2)) is { } unit && StartOf(unit, today) is not null)
            return (Moved(today, unit, -count), today.AddDays(1), 3);
        if (Day(word) is { } day)
            return (day, day.AddDays(1), 1);
        if (CalendarSpans.Find(words, at, today, isNamed) is { } span)
            return span;
        if (DateOnly.TryParseExact($"{word}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return (month, month.AddMonths(1), 1);
        if (MonthNamed(word) is { } named && (isNamed || Year(next) is not null))
            return Year(next) is { } of
                ? (new(of, named, 1), new DateOnly(of, named, 1).AddMonths(1), 2)
                : (Past(today, named), Past(today, named).AddMonths(1), 1);
        return isNamed && Year(word) is { } year ? (new(year, 1, 1), new(year + 1, 1, 1), 1) : null;
    }

    private static (DateOnly Day, int Length)? Ago(List<string> words, int at, DateOnly today) =>
        (Count(At(words, at)) ?? (At(words, at) is "a" or "one" ? 1 : null)) is { } count
        && Singular(At(words, at + 1)) is { } unit
        && StartOf(unit, today) is not null
            ? (Moved(today, unit, -count), 2)
            : null;

    private static DateOnly Past(DateOnly today, int month) => new(month <= today.Month ? today.Year : today.Year - 1, month, 1);

    internal static int? MonthNamed(string word)
    {
        var at = Array.FindIndex(Months, month => month == word || ((word.Length == 3 || word == "sept") && month.StartsWith(word, StringComparison.Ordinal)));
        return at < 0 ? null : at + 1;
    }

    private static int? Count(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000 ? count : Keywords.NumberNamed(word);

    internal static int? Year(string word) =>
        word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > FirstYear and < LastYear
            ? year
            : null;

    private static string Singular(string word) => word.EndsWith('s') ? word[..^1] : word;

    internal static string At(List<string> words, int at) => at < words.Count ? words[at].ToLowerInvariant() : "";

    /// <summary>Returns whether the word is a unit of dates. Hours and minutes are not.</summary>
    public static bool IsUnit(string word) => Singular(word.ToLowerInvariant()) is "day" or "week" or "month" or "quarter" or "year" or "hour" or "minute";

    private static DateOnly? StartOf(string unit, DateOnly today) => unit switch
    {
        "day" => today,
        "week" => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)),
        "month" => new(today.Year, today.Month, 1),
        "quarter" => new(today.Year, (3 * ((today.Month - 1) / 3)) + 1, 1),
        "year" => new(today.Year, 1, 1),
        _ => null,
    };

    private static DateOnly Moved(DateOnly day, string unit, int steps) => unit switch
    {
        "day" => day.AddDays(steps),
        "week" => day.AddDays(7 * steps),
        "month" => day.AddMonths(steps),
        "quarter" => day.AddMonths(3 * steps),
        _ => day.AddYears(steps),
    };

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

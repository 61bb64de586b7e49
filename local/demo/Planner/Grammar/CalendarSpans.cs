using System.Globalization;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// Days and parts of years as the calendar names them: "1 June 2026", "June 1st", "Q4 of 2025", "2025 Q4", "H1", "the first half of last year".
/// </summary>
internal static class CalendarSpans
{
    private const int MonthsOfYear = 12;

    private static readonly string[][] Ordinals = [["first", "1st"], ["second", "2nd"], ["third", "3rd"], ["fourth", "4th"]];

    /// <param name="isNamed">Whether a word before it says that a time follows; without one, a day needs its year.</param>
    public static (DateOnly From, DateOnly Before, int Length)? Find(List<string> words, int at, DateOnly today, bool isNamed) =>
        Day(words, at, today, isNamed) ?? PartOfYear(words, at, today);

    private static (DateOnly From, DateOnly Before, int Length)? Day(List<string> words, int at, DateOnly today, bool isNamed)
    {
        var (first, second) = (PeriodReader.At(words, at), PeriodReader.At(words, at + 1));
        var isDayFirst = DayOfMonth(first) is not null;
        var length = isDayFirst && second == "of" ? 3 : 2;
        var (day, month) = isDayFirst
            ? (DayOfMonth(first), PeriodReader.MonthNamed(PeriodReader.At(words, at + length - 1)))
            : (DayOfMonth(second), PeriodReader.MonthNamed(first));
        if (day is null || month is null)
            return null;
        if (PeriodReader.Year(PeriodReader.At(words, at + length)) is { } year)
            return Exact(year, month.Value, day.Value) is { } date ? (date, date.AddDays(1), length + 1) : null;
        var latest = Exact(today.Year, month.Value, day.Value) is { } thisYear && thisYear <= today ? thisYear : Exact(today.Year - 1, month.Value, day.Value);
        return isNamed && latest is { } past ? (past, past.AddDays(1), length) : null;
    }

    private static (DateOnly From, DateOnly Before, int Length)? PartOfYear(List<string> words, int at, DateOnly today)
    {
        var (word, next) = (PeriodReader.At(words, at), PeriodReader.At(words, at + 1));
        if (Part(word) is { } part)
        {
            var length = next == "of" ? 2 : 1;
            return YearSaid(words, at + length, today) is { } of ? Of(of.Year, part, length + of.Length) : Of(today.Year, part, 1);
        }

        if (PeriodReader.Year(word) is { } year && Part(next) is { } follows)
            return Of(year, follows, 2);
        var months = next switch { "quarter" => 3, "half" => 6, _ => MonthsOfYear };
        var place = Array.FindIndex(Ordinals, names => names.Contains(word));
        return
            place >= 0
            && (place + 1) * months <= MonthsOfYear
            && months < MonthsOfYear
            && PeriodReader.At(words, at + 2) == "of"
            && YearSaid(words, at + 3, today) is { } said
            ? Of(said.Year, (place * months, months), 3 + said.Length)
            : null;
    }

    private static (int Year, int Length)? YearSaid(List<string> words, int at, DateOnly today) =>
        (PeriodReader.At(words, at), PeriodReader.At(words, at + 1)) switch
        {
            ("this", "year") => (today.Year, 2),
            ("last", "year") => (today.Year - 1, 2),
            (var word, _) => PeriodReader.Year(word) is { } year ? (year, 1) : null,
        };

    /// <summary>How many months of a year are before it, and how many are in it.</summary>
    private static (int Before, int Months)? Part(string word) => word switch
    {
        ['q', >= '1' and <= '4'] => (3 * (word[1] - '1'), 3),
        ['h', '1' or '2'] => (6 * (word[1] - '1'), 6),
        _ => null,
    };

    private static (DateOnly From, DateOnly Before, int Length) Of(int year, (int Before, int Months) part, int length)
    {
        var from = new DateOnly(year, part.Before + 1, 1);
        return (from, from.AddMonths(part.Months), length);
    }

    private static int? DayOfMonth(string word)
    {
        var digits = word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" ? word[..^2] : word;
        return digits.Length <= 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is > 0 and <= 31 ? day : null;
    }

    private static DateOnly? Exact(int year, int month, int day) => day <= DateTime.DaysInMonth(year, month) ? new(year, month, day) : null;
}

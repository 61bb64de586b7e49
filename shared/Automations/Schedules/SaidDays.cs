using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Parses recurring days: “every other Friday”, “the first Monday of every month”, “weekdays”.</summary>
/// <param name="Unit">The unit of <see cref="Length"/>; null when every week or day counts.</param>
/// <param name="Times">The number of times a day that the phrase states; null when it states none.</param>
internal sealed partial record SaidDays(string Day, string Month, string Weekday, string? Unit = null, int Length = 1, int? Times = null)
{
    private const string All = "*";
    private const string Workdays = "1-5";
    private const string FirstMonths = "1,4,7,10";
    private const string LastMonths = "3,6,9,12";

    private const string Ordinal = @"(?:first|second|third|fourth|fifth|last|\d{1,2}(?:st|nd|rd|th))";
    private const string OrdinalList = "(?<list>" + Ordinal + @"(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+)(?:the\s+)?" + Ordinal + ")*)";
    private const string EachMonth = @"\s+(?:(?:of|in)\s+(?:every|each|the|a)|every|each)\s+(?<period>month|quarter)";

    /// <summary>Returns the days; null when the text names no recurring days.</summary>
    public static SaidDays? Read(string text) =>
        EachDay(text) ?? OfMonth(text) ?? NthWeekday(text) ?? OfYear(text) ?? Left(text) ?? Except(text) ?? OfWeek(text);

    private static SaidDays? EachDay(string text) => Daily().Match(text) is not { Success: true } match ? null
        : new(All, All, All, Times: match.Groups["n"].Success ? Count(match.Groups["n"].Value) : null);

    private static int? Count(string text) => text switch
    {
        "once" => 1,
        "twice" => 2,
        _ => CalendarNames.Number(text.Split(' ')[0]),
    };

    /// <summary>Returns a list of weekdays as a cron field; null when an item is not a weekday.</summary>
    private static string? Weekdays(string list) => Numbers(list) is { } found ? Field(found) : null;

    private static string Field(SortedSet<int> found) => found.SetEquals(Enumerable.Range(1, 5)) ? Workdays : found.Count == 7 ? All : string.Join(',', found);

    private static SortedSet<int>? Numbers(string list)
    {
        var found = new SortedSet<int>();
        foreach (var name in CalendarNames.Separator().Split(list))
        {
            var days = name switch
            {
                "weekday"
                or "weekdays"
                or "working day"
                or "working days"
                or "workday"
                or "workdays"
                or "work day"
                or "work days"
                or "business day"
                or "business days" => Enumerable.Range(1, 5),
                "weekend" or "weekends" => [0, 6],
                _ => Between(name),
            };
            if (days is null)
                return null;
            found.UnionWith(days);
        }

        return found;
    }

    private static IEnumerable<int>? Between(string name)
    {
        var ends = Through().Split(name).Select(CalendarNames.Day).ToArray();
        return ends switch
        {
            [{ } only] => [only],
            [{ } from, { } to] => Enumerable.Range(0, 1 + ((to - from + 7) % 7)).Select(step => (from + step) % 7),
            _ => null,
        };
    }

    private static SaidDays? OfWeek(string text)
    {
        if (EveryWeek().Match(text) is not { Success: true } match || Weekdays(match.Groups["days"].Value) is not { } days)
            return null;
        if (match.Groups["n"].Success && Count(match.Groups["n"].Value) != Numbers(match.Groups["days"].Value)?.Count)
            return null;
        // “on Monday” is a single Monday; “every Monday”, “Mondays” and “Monday to Friday” are recurring.
        var many = match.Groups["every"].Success || days.Length > 1 || CalendarNames.IsPlural(match.Groups["days"].Value);
        return many ? new(All, All, days) : null;
    }

    /// <summary>Parses “every day except Sunday”.</summary>
    private static SaidDays? Except(string text)
    {
        if (EveryExcept().Match(text) is not { Success: true } match || Numbers(match.Groups["days"].Value) is not { } without)
            return null;
        var days = Numbers(match.Groups["all"].Success ? "weekdays" : "sunday to saturday")!;
        return without.IsProperSubsetOf(days) ? new(All, All, Field([.. days.Except(without)])) : null;
    }

    private static SaidDays? Left(string text)
    {
        var match = LeftOut().Match(text);
        if (!match.Success)
            return null;
        var length = match.Groups["n"].Success ? CalendarNames.Number(match.Groups["n"].Value) ?? 0 : 2;
        if (match.Groups["days"].Value is not { Length: > 0 } list)
            return length > 0 ? new(All, All, All, length > 1 ? "day" : null, length) : null;
        return length > 0 && Weekdays(list) is { } days && days != Workdays ? new(All, All, days, length > 1 ? "week" : null, length) : null;
    }

    private static SaidDays? OfMonth(string text)
    {
        if (EndOfMonth().IsMatch(text))
            return new("L", All, All);
        foreach (var match in (Match[])[DaysOfMonth().Match(text), MonthlyOn().Match(text)])
        {
            if (!match.Success)
                continue;
            var days = Ordinals(match);
            // Without “of every month”, one number is a date. Several numbers are days of every month.
            if (!match.Groups["period"].Success && days is [var only] && !(match.Groups["every"].Success && (only == "last" || char.IsDigit(only[0]))))
                continue;
            if (match.Groups["times"].Success && Count(match.Groups["times"].Value) != days.Length)
                continue;
            if (days is ["last"])
                return new("L", IsQuarter(match) ? LastMonths : All, All);
            var numbers = days.Select(CalendarNames.Ordinal).ToArray();
            if (numbers.All(static day => day is >= 1 and <= 31) && (!IsQuarter(match) || days is ["first" or "1st"]))
                return new(string.Join(',', numbers.Distinct().Order()), IsQuarter(match) ? FirstMonths : All, All);
        }

        return null;
    }

    private static SaidDays? NthWeekday(string text)
    {
        var match = NthDay().Match(text) is { Success: true } of ? of : MonthlyOnNth().Match(text);
        if (!match.Success)
            return null;
        var (nths, isQuarter) = (Ordinals(match), IsQuarter(match));

        // Without “of every month”, one ordinal is ambiguous. Several ordinals mean every month.
        if (!match.Groups["each"].Success && nths.Length < 2)
            return null;
        var months = !isQuarter ? All : nths is ["first" or "1st"] ? FirstMonths : nths is ["last"] ? LastMonths : null;
        if (months is null)
            return null;
        if (Weekdays(match.Groups["day"].Value) is not { } day)
            return null;
        if (day == Workdays)
            return nths switch { ["first" or "1st"] => new("1W", months, All), ["last"] => new("LW", months, All), _ => null };
        if (day.Length > 1)
            return null;
        if (nths is ["last"])
            return new(All, months, $"{day}L");
        // The n-th Monday is the Monday within a range of seven days of the month. Day and weekday must both match.
        var numbers = nths.Select(CalendarNames.Ordinal).ToArray();
        return numbers.All(static nth => nth is >= 1 and <= 5)
            ? new(
                string.Join(
                    ',', numbers.Order().Select(static nth => nth == 5 ? "29-31" : string.Create(CultureInfo.InvariantCulture, $"{(nth * 7) - 6}-{nth * 7}"))),
                months,
                day)
            : null;
    }

    private static bool IsQuarter(Match match) => match.Groups["period"].Value.StartsWith("quarter", StringComparison.Ordinal);

    private static string[] Ordinals(Match match) =>
        [
            .. CalendarNames
                .Separator()
                .Split(match.Groups["list"].Value)
                .Select(static one => one.StartsWith("the ", StringComparison.Ordinal) ? one["the ".Length..] : one),
        ];

    private static SaidDays? OfYear(string text)
    {
        var match = EveryYear().Match(text);
        if (!match.Success)
            return null;
        var (day, month) = (CalendarNames.Ordinal(match.Groups["day"].Value), CalendarNames.Month(match.Groups["month"].Value));
        return day is { } d && month is { } m && d >= 1 && d <= DateTime.DaysInMonth(2024, m)
            ? new(d.ToString(CultureInfo.InvariantCulture), m.ToString(CultureInfo.InvariantCulture), All)
            : null;
    }

    private const string Names =
        @"(?<days>[a-z]+(?: (?:day|days))?(?:(?:\s*-\s*|\s+to\s+|\s+through\s+|\s+thru\s+)[a-z]+)?(?:(?:\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*|\s*/\s*)[a-z]+)*)";

    [GeneratedRegex(
        @"^(?:(?:(?<n>once|twice|(?:\d{1,2}|one|two|three|four|five|six) times?)\s+)?(?:daily|(?:every|each)\s+(?:single\s+)?day)|(?<n>once|twice|(?:\d{1,2}|one|two|three|four|five|six) times?)\s+(?:a|per|each)\s+day)$"
    )]
    private static partial Regex Daily();

    [GeneratedRegex(
        @"^(?:(?:every|each)\s+day|daily|(?<all>(?:every|each)\s+weekday|weekdays)),?\s+(?:except|but|but not|excluding)\s+(?:for\s+|on\s+)?" + Names + "$")]
    private static partial Regex EveryExcept();

    [GeneratedRegex(
        @"^(?:(?<every>every|each|all|weekly on|(?<n>once|twice|(?:three|four|five) times)\s+(?:a|per) week on|every week on|each week on)\s+|on\s+|from\s+)?"
            + Names
            + "(?<every>\\s+(?:every|each) week)?$")]
    private static partial Regex EveryWeek();

    [GeneratedRegex(
        @"^(?:(?:every|each)\s+(?:(?:other|second|2nd|alternate)|(?<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten))\s+(?:days?|weeks?\s+on\s+"
            + Names
            + @")"
        + @"|(?:every|each)\s+(?:other|second|2nd|alternate)\s+(?!days?$)" + Names
        + @"|(?:on\s+)?alternate\s+" + Names
        + @"|(?:fortnightly|biweekly|bi-weekly|every fortnight|each fortnight)\s+on\s+" + Names
            + @"|(?:on\s+)?"
            + Names
            + @"\s+(?:(?:every|each)\s+(?:(?:other|second|2nd)|(?<n>\d{1,2}|two|three|four|five|six))\s+weeks?|every fortnight|fortnightly))$")]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"^(?:at\s+|on\s+)?(?:the\s+)?(?:end\s+of\s+(?:(?:every|each|the)\s+)?month|(?:every\s+)?month[- ]end)$")]
    private static partial Regex EndOfMonth();

    [GeneratedRegex(
        @"^(?:on\s+)?(?:(?<every>every|each)\s+)?(?:the\s+)?(?<list>(?:"
            + Ordinal
            + @"|\d{1,2})(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+)(?:the\s+)?(?:"
            + Ordinal
            + @"|\d{1,2}))*)(?:\s+days?)?"
            + EachMonth
            + "$"
        + "|^(?:on\\s+)?(?:(?<every>every|each)\\s+)?(?:the\\s+)?" + OrdinalList + "$")]
    private static partial Regex DaysOfMonth();

    [GeneratedRegex(
        @"^(?<every>(?:every|each)\s+month|monthly|(?<times>once|twice|three times)\s+(?:a|per|every|each)\s+month|(?<period>quarterly)|(?:every|each)\s+(?<period>quarter))\s+on\s+(?:the\s+)?"
            + OrdinalList
            + @"(?:\s+days?)?$")]
    private static partial Regex MonthlyOn();

    [GeneratedRegex(@"^(?:on\s+)?(?:(?:every|each)\s+)?(?:the\s+)?" + OrdinalList + @"\s+(?<day>[a-z]+(?: day)?)(?:(?<each>)" + EachMonth + ")?$")]
    private static partial Regex NthDay();

    [GeneratedRegex(
        @"^(?<each>)(?:(?:every|each)\s+month|monthly|(?:once|twice|three times)\s+(?:a|per)\s+month|(?:every|each)\s+(?<period>quarter))\s+on\s+(?:the\s+)?"
            + OrdinalList
            + @"\s+(?<day>(?!days?$)[a-z]+(?: day)?)$")]
    private static partial Regex MonthlyOnNth();

    [GeneratedRegex(
        @"^(?:(?:every|each)\s+year|yearly|annually|once a year)\s+on\s+(?:the\s+)?(?:(?<day>\d{1,2}(?:st|nd|rd|th)?|first)\s+(?:of\s+)?(?<month>[a-z]{3,9})|(?<month>[a-z]{3,9})\s+(?:the\s+)?(?<day>\d{1,2}(?:st|nd|rd|th)?))$"
            + @"|^(?:on\s+)?(?:(?<day>\d{1,2}(?:st|nd|rd|th)?)\s+(?:of\s+)?(?<month>[a-z]{3,9})|(?<month>[a-z]{3,9})\s+(?<day>\d{1,2}(?:st|nd|rd|th)?))\s+(?:every|each)\s+year$"
            + @"|^(?:every|each)\s+(?:(?<day>\d{1,2}(?:st|nd|rd|th)?)\s+(?:of\s+)?(?<month>[a-z]{3,9})|(?<month>[a-z]{3,9})\s+(?<day>\d{1,2}(?:st|nd|rd|th)?))$"
    )]
    private static partial Regex EveryYear();

    [GeneratedRegex(@"\s*-\s*|\s+to\s+|\s+through\s+|\s+thru\s+")]
    private static partial Regex Through();
}

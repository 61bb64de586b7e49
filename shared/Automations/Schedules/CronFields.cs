using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Validates the five fields of a cron one by one, so a refusal names the field and the exact reason.</summary>
internal static partial class CronFields
{
    private static readonly ImmutableArray<(string Name, int First, int Last, string Whole)> Fields =
        [("minute", 0, 59, "hour"), ("hour", 0, 23, "day"), ("day", 1, 31, "month"), ("month", 1, 12, "year"), ("weekday", 0, 7, "week")];

    /// <summary>Replaces names by numbers, and <c>?</c> by <c>*</c>.</summary>
    public static string[] WithoutNames(string[] fields) =>
    [
        .. fields.Select(static (field, at) => at < 3
            ? (at == 2 && field == "?" ? "*" : field.ToUpperInvariant())
            : field == "?" ? "*" : Letters().Replace(field, name => Named(name.Value, isMonth: at == 3)).ToUpperInvariant()),
    ];

    /// <summary>Replaces a step beyond its field by the first value of the range, as in earlier versions.</summary>
    public static string[] WithoutLongSteps(string[] fields) =>
    [
        .. fields.Select(static (field, at) => string.Join(',', field.Split(',').Select(part =>
            Plain().Match(part) is { Success: true } match && Number(match, "step") is { } step && step > Fields[at].Last
                ? (Number(match, "from") ?? Fields[at].First).ToString(CultureInfo.InvariantCulture)
                : part))),
    ];

    /// <summary>Normalises the n-th Monday to the Monday within a range of seven days, so equal schedules have equal text.</summary>
    public static string[] WithoutNth(string[] fields) =>
        fields is [_, _, "*", _, [var weekday, '#', var nth]]
            ?
            [
                fields[0],
                fields[1],
                nth == '5' ? "29-31" : string.Create(CultureInfo.InvariantCulture, $"{((nth - '0') * 7) - 6}-{(nth - '0') * 7}"),
                fields[3],
                weekday.ToString(),
            ]
            : fields;

    /// <summary>Returns the reason why a field is invalid; null if every field is valid.</summary>
    public static string? WhyNot(string[] fields) => fields.Select(static (field, at) => WhyNot(field, at)).FirstOrDefault(static why => why is not null);

    private static string? WhyNot(string field, int at) => field.Split(',').Select(part => WhyNotPart(part, at)).FirstOrDefault(static why => why is not null);

    private static string? WhyNotPart(string part, int at)
    {
        var (name, first, last, whole) = Fields[at];
        if (Plain().Match(part) is not { Success: true } match)
        {
            return at == 2 && SpecialDay().Match(part) is { Success: true } special ? WhyNotSpecial(special)
                : at == 4 && SpecialWeekday().IsMatch(part)
                ? null
                : $"“{part}” is no {name}: write a number from {first} to {last}, a range, a list, * or a step{(at > 2 ? ", or a name of three letters" : "")}.";
        }

        foreach (var end in (string[])["from", "to"])
        {
            if (Number(match, end) is { } number && (number < first || number > last))
                return $"{match.Groups[end].Value} is no {name}: it is a number from {first} to {last}.";
        }

        return Number(match, "step") is { } step && (step < 1 || step > last)
            ? $"“{part}” does not mean every {match.Groups["step"].Value} {name}s: steps restart every {whole}, so a step is from 1 to {last}."
            : null;
    }

    /// <summary>A day before the last one is L-1 to L-30. The weekday nearest to a day is 1W to 31W.</summary>
    private static string? WhyNotSpecial(Match special) =>
        Number(special, "before") is < 1 or > 30 ? $"“{special.Value}” is no day: write L-1 to L-30."
        : Number(special, "nearest") is < 1 or > 31 ? $"“{special.Value}” is no day: write 1W to 31W."
        : null;

    private static string Named(string name, bool isMonth) =>
        (isMonth ? CalendarNames.Month(name) : CalendarNames.Day(name)) is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : !isMonth && name[^1] is 'l' or 'L' && CalendarNames.Day(name[..^1]) is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last}L")
        : name;

    private static int? Number(Match match, string group) =>
        match.Groups[group].Success && int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : match.Groups[group].Success ? int.MaxValue : null;

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^(?:\*|(?<from>[0-9]{1,2})(?:-(?<to>[0-9]{1,2}))?)(?:/(?<step>[0-9]+))?$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(?:LW?|L-(?<before>[0-9]{1,2})|(?<nearest>[0-9]{1,2})W)$")]
    private static partial Regex SpecialDay();

    [GeneratedRegex("^[0-7](?:L|#[1-5])$")]
    private static partial Regex SpecialWeekday();
}

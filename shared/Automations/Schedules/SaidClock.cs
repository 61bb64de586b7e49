using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Parses times of day: “9 and 17”, “half past eight”, “6 in the evening”.</summary>
internal static partial class SaidClock
{
    /// <summary>A time that is unambiguous without a leading “at”.</summary>
    public const string Clear = @"(?:noon|midday|midnight|\d{1,2}[:.h]\d{2}(?:\s?[ap]m|\s?h)?|\d{1,2}\s?(?:[ap]m|h))";

    public const string Any =
        "(?:"
        + Clear
        + @"|(?:half past|(?:quarter|five|ten|twenty|twenty-five)(?: minutes)? (?:past|to))\s+(?:\d{1,2}|"
        + CalendarNames.NumberWords
        + @")|(?:\d{1,2}|"
        + CalendarNames.NumberWords
        + ")(?:\\s?[ap]m)?)";

    private const int Noon = 12;

    /// <summary>Returns the times. Null when one of them is not a time, or not in that part of the day.</summary>
    /// <param name="part"><c>morning</c>, <c>afternoon</c>, <c>evening</c>, <c>night</c>, or null.</param>
    public static ImmutableArray<TimeOnly>? Read(string list, string? part)
    {
        var times = ImmutableArray.CreateBuilder<TimeOnly>();
        foreach (var one in CalendarNames.Separator().Split(list))
        {
            if (One(one.StartsWith("at ", StringComparison.Ordinal) ? one["at ".Length..].Trim() : one.Trim(), part) is not { } time)
                return null;
            times.Add(time);
        }

        return times.Distinct().Order().ToImmutableArray();
    }

    /// <summary>
    /// Returns the first plain hour that is earlier than the time before it, as the 5 of “9 and 5”: it may mean the afternoon. A time beyond noon
    /// on a 24-hour clock settles it.
    /// </summary>
    public static int? Falling(string list, string? part)
    {
        var said = CalendarNames.Separator().Split(list).Select(static one => Parts().Match(one.Trim())).ToList();
        if (part is not null || said.Any(static one => CalendarNames.Number(one.Groups["hour"].Value) is 0 or > Noon))
            return null;
        TimeOnly? before = null;
        foreach (var one in said.Where(static one => one.Success))
        {
            var time = One(one.Value, part);
            if (time < before && one.Groups is var groups && !groups["half"].Success && !groups["minute"].Success && !groups["shift"].Success)
                return time?.Hour;
            before = time;
        }

        return null;
    }

    private static TimeOnly? One(string text, string? part)
    {
        if (text is "noon" or "midday")
            return part is null or "afternoon" ? new(Noon, 0) : null;
        if (text is "midnight")
            return part is null or "night" ? new(0, 0) : null;
        if (Parts().Match(text) is not { Success: true } match || CalendarNames.Number(match.Groups["hour"].Value) is not { } hour)
            return null;
        var minute = match.Groups["minute"].Success ? CalendarNames.Number(match.Groups["minute"].Value) ?? 60 : 0;
        if (match.Groups["shift"].Success)
        {
            var count = match.Groups["shift"].Value switch { "half" => 30, "quarter" => 15, "five" => 5, "ten" => 10, "twenty" => 20, _ => 25 };
            if (match.Groups["to"].Success)
                (hour, count) = (hour == 0 ? 23 : hour - 1, 60 - count);
            minute = count;
        }

        return minute < 60 && Hour(hour, match.Groups["half"].Value, part) is { } read ? new(read, minute) : null;
    }

    private static int? Hour(int hour, string half, string? part)
    {
        if (half.Length > 0)
        {
            if (hour is < 1 or > Noon)
                return null;
            hour = (hour % Noon) + (half == "pm" ? Noon : 0);
            return IsIn(hour, part) ? hour : null;
        }

        // On a twelve-hour clock: 6 in the evening is 18:00. Twelve in the evening or in the morning is ambiguous, so it is refused.
        var read = part switch
        {
            "afternoon" when hour is >= 1 and <= 6 => hour + Noon,
            "evening" when hour is >= 4 and < Noon => hour + Noon,
            "night" when hour is >= 6 and < Noon => hour + Noon,
            "night" when hour == Noon => 0,
            _ => hour,
        };
        return read < 24 && IsIn(read, part) ? read : null;
    }

    private static bool IsIn(int hour, string? part) => part switch
    {
        null => true,
        "morning" => hour < Noon,
        "afternoon" => hour is >= Noon and <= 18,
        "evening" => hour is >= 16 and < 24,
        "night" => hour is >= 18 or < 6,
        _ => false,
    };

    [GeneratedRegex(
        "^(?:(?:(?<shift>half) past|(?<shift>quarter|five|ten|twenty|twenty-five)(?: minutes)? (?:past|(?<to>to)))\\s+)?(?<hour>\\d{1,2}|"
            + CalendarNames.NumberWords
            + @")(?:[:.h](?<minute>\d{2}))?(?:\s?(?<half>[ap]m)|\s?h)?$")]
    private static partial Regex Parts();
}

using System.Globalization;

namespace Onbehalf.Automations.Schedules;

/// <summary>Describes a cron in words. <see cref="SchedulePhrase"/> parses them back to a cron with the same times.</summary>
internal static class ScheduleWords
{
    private const int MostMinutes = 12;

    /// <summary>Null when the cron has no such description.</summary>
    public static string? Of(string text)
    {
        if (Cron.Parse(text) is not CronResult.Ready { Cron: var cron } || Say(cron) is not { } words)
            return null;
        return SchedulePhrase.Read(words, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) is SaidSchedule.Repeats { Cycle: null, Zone: null } read
            && Cron.Parse(read.Cron) is CronResult.Ready { Cron: var back } && back.Times == cron.Times && back.IsInterval == cron.IsInterval ? words : null;
    }

    public static string? Of(string text, Cycle? cycle)
    {
        if (cycle is null)
            return Of(text);
        if (Of(text) is not { } words || !words.StartsWith("every ", StringComparison.Ordinal))
            return null;
        var rest = words["every ".Length..];
        var every = (cycle.Unit, cycle.Length, rest.StartsWith("day ", StringComparison.Ordinal)) switch
        {
            ("day", 2, true) => "every other ",
            ("day", _, true) => string.Create(CultureInfo.InvariantCulture, $"every {cycle.Length} days{rest["day".Length..]}"),
            ("week", 2, false)
                when !rest.Contains(" and ", StringComparison.Ordinal)
                    || rest.IndexOf(" and ", StringComparison.Ordinal) > rest.IndexOf(" at ", StringComparison.Ordinal) => "every other ",
            ("week", _, false) => string.Create(CultureInfo.InvariantCulture, $"every {cycle.Length} weeks on {rest}"),
            _ => null,
        };
        return every is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture, $"{(every.EndsWith("other ", StringComparison.Ordinal) ? every + rest : every)}, from {cycle.From:d MMMM yyyy}");
    }

    private static string? Say(Cron cron)
    {
        var fields = cron.Text.Split(' ');
        var (minute, hour, day, month) = (fields[0], fields[1], fields[2], fields[3]);
        var expanded = cron.Times.Split(' ');
        var weekday = fields[4] is "1-5" ? "1-5" : expanded[^1];
        return (minute, hour, day, month, weekday) switch
        {
            ("*" or "*/1", "*", "*", "*", "*") => "every minute",
            ("*" or "*/1", "*", "*", "*", _) => $"every minute on {Weekdays(weekday)}",
            (['*', '/', .. var step], "*" or "*/1", "*", "*", _) when IsEven(step, 60) => $"every {step} minutes{OnDays(weekday)}",
            ("0", "*" or "*/1", "*", "*", _) => $"every hour{OnDays(weekday)}",
            (_, "*" or "*/1", "*", "*", "*") when Numbers(expanded[0]) is { Length: <= MostMinutes } minutes =>
                $"at {(minutes.Length == 1 ? "minute" : "minutes")} {CalendarNames.List([.. minutes.Select(Text)])} of every hour",
            ("0", ['*', '/', .. var step], "*", "*", _) when IsEven(step, 24) => $"every {step} hours{OnDays(weekday)}",
            _ when Clock(minute, hour) is { } at => Days(day, month, weekday) is { } days ? $"{days} at {at}" : null,
            _ => null,
        };
    }

    private static string? Days(string day, string month, string weekday) =>
        (day, month, weekday) switch
        {
            ("*", "*", "*") => "every day",
            ("*", "*", "1-5") => "every weekday",
            ("*", "*", [>= '0' and <= '6' and var last, 'L']) => $"on the last {Day(last)} of every month",
            ("*", "*", _) => Weekdays(weekday) is { } names ? $"every {names}" : null,
            ("L", "*", "*") => "on the last day of every month",
            ("LW", "*", "*") => "on the last weekday of every month",
            ("1W", "*", "*") => "on the first weekday of every month",
            ("1", "1,4,7,10", "*") => "on the first day of every quarter",
            ("L", "3,6,9,12", "*") => "on the last day of every quarter",
            (_, "*", [>= '0' and <= '6' and var one]) => NthOf(day) is { } nths ? $"on the {nths} {Day(one)} of every month" : null,
            (_, "*", "*") when Numbers(day) is { } days => $"on the {CalendarNames.List([.. days.Select(CalendarNames.WithSuffix)])} of every month",
            (_, _, "*") when Numbers(day) is [var only] && Numbers(month) is [>= 1 and <= 12 and var of] =>
                $"every year on {Text(only)} {CalendarNames.Months[of - 1]}",
            _ => null,
        };

    private static string OnDays(string weekday) => weekday == "*" ? "" : $" on {(weekday == "1-5" ? "weekdays" : Weekdays(weekday))}";

    private static string? Weekdays(string weekday) =>
        weekday switch
        {
            "1-5" => "weekday",
            _ => Numbers(weekday) is { } days && days.All(static day => day < 7)
                ? CalendarNames.List([.. days.Order().Select(static day => CalendarNames.Days[day])])
                : null,
        };

    private static string? NthOf(string day)
    {
        var nths = day.Split(',')
            .Select(static range =>
                range switch
                {
                    "1-7" => "first",
                    "8-14" => "second",
                    "15-21" => "third",
                    "22-28" => "fourth",
                    "29-31" => "fifth",
                    _ => null,
                })
            .ToArray();
        return nths.All(static nth => nth is not null) ? CalendarNames.List(nths!) : null;
    }

    private static string Day(char number) => CalendarNames.Days[number - '0'];

    private static string? Clock(string minute, string hour) =>
        Numbers(minute) is { } minutes && Numbers(hour) is { } hours && minutes.Length * hours.Length <= MostMinutes
            ? CalendarNames.List([.. from h in hours from m in minutes select string.Create(CultureInfo.InvariantCulture, $"{h}:{m:D2}")])
            : null;

    private static bool IsEven(string step, int whole) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 && whole % number == 0;

    private static int[]? Numbers(string field)
    {
        var numbers = field
            .Split(',')
            .Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers.All(static number => number >= 0) ? numbers : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>
/// Parses schedules in words with a fixed grammar. Unknown phrases are refused with the reason, never guessed.
/// </summary>
internal static partial class SchedulePhrase
{
    private const int Longest = 160;

    private static readonly string Examples = string.Join("; ", ((string[])
                [
                    "every Monday at 8:00",
                    "every weekday at 18:30",
                    "every other Friday at noon",
                    "on the first Monday of every month at 9",
                    "on the 1st and 15th of every month at 9",
         "twice a day at 9 and 17", "every 15 minutes", "tomorrow at noon", "in 2 hours"]).Select(static example => $"“{example}”"));

    public static string Help { get; } = $"Say it like one of these: {Examples}.";

    /// <param name="now">The time of the message, to which “tomorrow” and similar words refer.</param>
    /// <param name="zone">The speaker's zone. A zone in the phrase has precedence.</param>
    public static SaidSchedule Read(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
            return new SaidSchedule.NotUnderstood($"A schedule in words has at most {Longest} characters.");
        var line = Spaces().Replace(text.Trim().TrimEnd('.', '!'), " ");
        if (SaidOffset.Take(line) is { } offset)
            return WithOffset(offset, now);
        var (rest, named, refusal) = SaidZone.Take(line);
        if (refusal is not null)
            return new SaidSchedule.NotUnderstood(refusal);
        var there = named is null ? zone : TimeZoneInfo.FindSystemTimeZoneById(named);
        var said = SaidWords.Plain(rest);
        var read = Read(said, now, there, named);
        return read is SaidSchedule.NotUnderstood && SaidWords.TimesLast(said) is { } ordered && Read(ordered, now, there, named) is var again
            && again is not SaidSchedule.NotUnderstood ? again : read;
    }

    private static SaidSchedule Read(string said, DateTimeOffset now, TimeZoneInfo zone, string? named) =>
        Repeated(said) is { } cron ? new SaidSchedule.Repeats(cron, null, named)
        : Uneven(said) is { } reason ? new SaidSchedule.NotUnderstood(reason)
        : SaidOnce.Span(said) is { } span ? After(now, span, named)
        : OfDays(said, now, zone, named) is var read && read is SaidSchedule.NotUnderstood(var help) && help.EndsWith(Help, StringComparison.Ordinal)
            && SaidReasons.Of(said) is { } why ? new SaidSchedule.NotUnderstood(why)
        : read;

    /// <summary>Reads a phrase with an offset: one moment has one, a recurring time needs a zone, whose offset can change.</summary>
    private static SaidSchedule WithOffset(SaidOffset offset, DateTimeOffset now)
    {
        var clock = TimeZoneInfo.CreateCustomTimeZone("offset", offset.Ahead, "offset", "offset");
        return Read(SaidWords.Plain(offset.Phrase), now, clock, named: null) switch
        {
            SaidSchedule.Repeats when offset.Ahead == TimeSpan.Zero => Read(SaidWords.Plain(offset.Phrase), now, TimeZoneInfo.Utc, "UTC"),
            SaidSchedule.Repeats => new SaidSchedule.NotUnderstood(
                $"“{offset.Text}” is no time zone: it has no summer time. Name a city with this time, such as “Berlin time”, or say the time in UTC."),
            var read => read,
        };
    }

    private static string? Repeated(string said)
    {
        var match = Every().Match(said);
        if (!match.Success)
            return OnMinutes(said);
        var count = match.Groups["n"].Success ? CalendarNames.Number(match.Groups["n"].Value) ?? 0 : 1;
        var isMinutes = match.Groups["unit"].Value[0] == 'm';
        if (match.Groups["half"].Success)
            (count, isMinutes) = (30, true);
        if (match.Groups["quarter"].Success)
            (count, isMinutes) = (15, true);
        if (count < 1 || !Divides(count, isMinutes))
            return null;
        var days = match.Groups["days"].Success ? SaidDays.Read($"every {match.Groups["days"].Value}") : new("*", "*", "*");
        if (days is not { Day: "*", Month: "*", Unit: null, Times: null })
            return null;
        if (isMinutes && count > 59)
            (count, isMinutes) = (count / 60, false);
        var step = count == 1 ? "*" : string.Create(CultureInfo.InvariantCulture, $"*/{count}");
        return isMinutes ? $"{step} * * * {days.Weekday}" : count == 24 ? $"0 0 * * {days.Weekday}" : $"0 {step} * * {days.Weekday}";
    }

    private static bool Divides(int count, bool isMinutes) =>
        isMinutes
            ? count < 60
                ? 60 % count == 0
                : count % 60 == 0 && 24 % (count / 60) == 0
            : count <= 24 && 24 % count == 0;

    private static string? OnMinutes(string said)
    {
        var match = AtMinutes().Match(said);
        if (!match.Success)
            return said == "hourly" ? "0 * * * *" : null;
        var minutes = Numbers()
            .Matches(match.Groups["minutes"].Value)
            .Select(static one => int.Parse(one.ValueSpan, CultureInfo.InvariantCulture))
            .Distinct()
            .Order()
            .ToArray();
        return minutes.Length > 0 && minutes[^1] < 60 ? $"{string.Join(',', minutes)} * * * *" : null;
    }

    /// <summary>Returns the reason for refusing an interval that does not divide an hour or a day; null if it does.</summary>
    private static string? Uneven(string said)
    {
        var match = Every().Match(said);
        return
            match.Success
            && match.Groups["n"].Success
            && (CalendarNames.Number(match.Groups["n"].Value) ?? 0) is var count
            && !Divides(Math.Max(count, 1), match.Groups["unit"].Value[0] == 'm')
            ? match.Groups["unit"].Value[0] == 'm'
                ? $"{count} minutes do not divide an hour evenly. Intervals that do: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30; or whole hours."
                : $"{count} hours do not divide a day evenly. Intervals that do: 1, 2, 3, 4, 6, 8, 12, 24."
            : null;
    }

    private static SaidSchedule After(DateTimeOffset now, TimeSpan span, string? zone)
    {
        if (span <= TimeSpan.Zero)
            return new SaidSchedule.NotUnderstood("The time must be in the future.");
        var at = (now + span).ToUniversalTime();
        var beyond = at.Ticks % TimeSpan.TicksPerMinute;
        return new SaidSchedule.Once(beyond == 0 ? at : at.AddTicks(TimeSpan.TicksPerMinute - beyond), zone);
    }

    private static SaidSchedule OfDays(string said, DateTimeOffset now, TimeZoneInfo zone, string? named)
    {
        var match = TimesLast().Match(said) is { Success: true } last ? last : TimesFirst().Match(said);
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var (head, from) = From(match.Success ? $"{match.Groups["head"].Value.Trim(' ', ',')}{match.Groups["tail"].Value}" : said, local);
        (head, var part) = PartOf(head);
        if (match.Success && match.Groups["part"].Success)
            part = match.Groups["part"].Value;
        if (!match.Success)
            return new SaidSchedule.NotUnderstood(WhichTime(head, local) ?? Help);
        if (SaidClock.Read(match.Groups["times"].Value, part) is not { IsEmpty: false } times)
            return new SaidSchedule.NotUnderstood($"“{match.Groups["times"].Value}” is no time{(part is null ? "" : $" in the {part}")}. {Help}");
        if (SaidClock.Falling(match.Groups["times"].Value, part) is { } hour)
            return new SaidSchedule.NotUnderstood(
                $"“{hour}” after a later time can be {hour}:00 or {(hour % 12) + 12}:00: say which, such as “{hour} pm”, or begin with the earlier time.");
        // One o'clock on Friday night can mean Saturday, so it is refused as ambiguous.
        if (part == "night" && times.Any(static time => time.Hour < 6) && SaidDays.Read(head) is not { Weekday: "*", Day: "*" })
            return new SaidSchedule.NotUnderstood(
                $"The day of “{match.Groups["times"].Value}” at night is ambiguous: name the day and the time, such as “Saturday at 1:00”.");
        return SaidDays.Read(head) is { } days ? Repeats(days, times, from, local, named) : Once(head, times, local, zone, named);
    }

    private static SaidSchedule Repeats(SaidDays days, ImmutableArray<TimeOnly> times, DateOnly? from, DateTime local, string? named)
    {
        if (days.Times is { } count && count != times.Length)
            return new SaidSchedule.NotUnderstood($"The phrase says {count} times a day but names {times.Length}. Example: “twice a day at 9:00 and 17:00”.");
        ImmutableArray<int> minutes = [.. times.Select(static time => time.Minute).Distinct().Order()];
        ImmutableArray<int> hours = [.. times.Select(static time => time.Hour).Distinct().Order()];
        if (minutes.Length * hours.Length != times.Length)
            return new SaidSchedule.NotUnderstood(
                "All times of a schedule need the same minutes, such as 9:30 and 17:30. Create a second automation for the other time.");
        var cron = $"{string.Join(',', minutes)} {string.Join(',', hours)} {days.Day} {days.Month} {days.Weekday}";
        if (days.Unit is null)
            return from is null
                ? new SaidSchedule.Repeats(cron, null, named)
                : new SaidSchedule.NotUnderstood("Only “every other” and “every 3 weeks” begin on a day.");
        if (Cron.Parse(cron) is not CronResult.Ready ready || ready.Cron.After(local) is not { } first)
            return new SaidSchedule.NotUnderstood(Help);
        var cycle = new Cycle(days.Unit, days.Length, from ?? DateOnly.FromDateTime(first));
        return cycle.IsValid
            ? new SaidSchedule.Repeats(cron, cycle, named)
            : new SaidSchedule.NotUnderstood($"Every {days.Length} {days.Unit}s is too far apart.");
    }

    private static SaidSchedule Once(string head, ImmutableArray<TimeOnly> times, DateTime local, TimeZoneInfo zone, string? named)
    {
        if (head.Length == 0)
            return new SaidSchedule.NotUnderstood("The days are missing. Example: “every day at 9:00” or “tomorrow at 9:00”.");
        if (SaidOnce.Day(head, local, times[0]) is not { } day)
            return new SaidSchedule.NotUnderstood(WhichDay(head) ?? Help);
        if (times is not [var time])
            return new SaidSchedule.NotUnderstood("A single run has one time. Create a second automation for the other time.");
        var at = ClockChanges.Moment(day.ToDateTime(time), zone);
        return at > ClockChanges.Moment(local, zone)
            ? new SaidSchedule.Once(at, named)
            : new SaidSchedule.NotUnderstood(string.Create(CultureInfo.InvariantCulture, $"{day:d MMMM yyyy} at {time:H:mm} is in the past."));
    }

    /// <summary>Returns the question for a phrase without a time, such as “every Monday”; null for any other.</summary>
    private static string? WhichTime(string head, DateTime local) =>
        SaidDays.Read(head) is { Times: > 1 and var count } ? $"At which {count} times? Such as “twice a day at 9:00 and 17:00”."
        : SaidDays.Read(head) is not null || SaidOnce.Day(head, local, TimeOnly.MaxValue) is not null ? $"At what time? Such as “{head} at 9:00”."
        : WhichDay(head);

    /// <summary>Returns the question for “monthly” and similar words; null for any other.</summary>
    private static string? WhichDay(string head) => Unit().Match(head) is not { Success: true } unit ? null : unit.Groups["unit"].Value[0] switch
    {
        'w' => "On which day of the week? Such as “every Monday at 9:00”.",
        'q' => "On which day of the quarter? Such as “on the first day of every quarter at 9:00”.",
        'm' => "On which day of the month? Such as “on the 1st of every month at 9:00”.",
        _ => "On which day of the year? Such as “every year on 1 March at 9:00”.",
    };

    /// <summary>Splits off the start date: “every other Friday, from 4 December 2026”.</summary>
    private static (string Head, DateOnly? From) From(string head, DateTime local) =>
        Beginning().Match(head) is { Success: true } match && SaidOnce.Day(match.Groups["date"].Value, local.Date, TimeOnly.MaxValue) is { } date
            ? (head[..match.Index], date)
            : (head, null);

    /// <summary>Splits off the part of the day: “every Monday evening” is “every Monday” and “evening”.</summary>
    private static (string Head, string? Part) PartOf(string head)
    {
        var match = DayPart().Match(head);
        if (!match.Success)
            return (head, null);
        var rest = head[..match.Index].Trim();
        return (
            rest switch
            {
                "every" or "each" => "every day",
                "" when match.Value.EndsWith('s') => "every day",
                "this" => "today",
                _ => EachOf(rest, match.Value),
            },
            match.Groups["part"].Value);
    }

    /// <summary>Expands a plural: “Monday mornings” means every Monday.</summary>
    private static string EachOf(string day, string part)
    {
        var bare = day.StartsWith("on ", StringComparison.Ordinal) ? day["on ".Length..] : day;
        return part.EndsWith('s') && CalendarNames.Day(bare) is not null ? $"every {bare}" : day;
    }

    public const string Times = "(?<times>" + SaidClock.Any + @"(?:(?:\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*)(?:at\s+)?" + SaidClock.Any + ")*)";
    private const string ClearTimes = "(?<times>" + SaidClock.Clear + @"(?:(?:\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*)" + SaidClock.Clear + ")*)";
    public const string Part = @"(?:\s+(?:in the (?<part>morning|afternoon|evening)|at (?<part>night)))?";
    private const string Tail = @"(?<tail>,?\s+(?:from|starting|beginning)\s.*)?";

    [GeneratedRegex(@"^(?:(?<unit>week|month|quarter|year)ly|annuall(?<unit>y)|(?:every|each|(?:once )?(?:a|per)) (?<unit>week|month|quarter|year))$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^(?:every|each)\s+(?:(?<half>half(?: an?)?\s+(?<unit>hour))|(?<quarter>quarter(?: of an?)?\s+(?<unit>hour))|(?:(?<n>\d{1,4}|"
            + CalendarNames.NumberWords
            + "|"
            + CalendarNames.MoreNumberWords
            + @")\s*)?(?<unit>minutes?|mins?|hours?|hrs?|h|m))(?:\s+(?:on\s+|from\s+)?(?<days>\D+))?$|^(?<unit>hour)ly\s+(?:on\s+)?(?<days>\D+)$")]
    private static partial Regex Every();

    [GeneratedRegex(
        @"^(?:(?:at\s+)?minutes?\s+(?<minutes>\d{1,2}(?:(?:\s*,\s*and\s+|\s+and\s+|\s*,\s*)\d{1,2})*)\s+of\s+(?:every|each)\s+hour|(?:at\s+)?(?<minutes>\d{1,2})\s+(?:minutes?\s+)?past\s+(?:every|each|the)\s+hour|(?:every\s+hour|hourly)\s+at\s+(?::|minute\s+)(?<minutes>\d{1,2}))$"
    )]
    private static partial Regex AtMinutes();

    [GeneratedRegex(@"\d{1,2}")]
    private static partial Regex Numbers();

    [GeneratedRegex("^(?<head>.*?)(?:,?\\s*(?:\\bat|@)\\s*" + Times + "|(?:^|,?\\s+)" + ClearTimes + ")" + Part + Tail + "$")]
    private static partial Regex TimesLast();

    [GeneratedRegex(
        "^(?:at\\s+)?"
            + Times
            + Part
            + @",?\s+(?<head>(?:every|each|on|daily|weekdays?|weekends?|weekly|monthly|tomorrow|today|next|this|the|fortnightly|once|twice|mon|tue|wed|thu|fri|sat|sun)\b.*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)$"
    )]
    private static partial Regex TimesFirst();

    [GeneratedRegex(@",?\s+(?:from|starting|beginning)(?:\s+(?:on|from|with))?\s+(?<date>.+)$")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"(?:^|\s+)(?:in the\s+)?(?<part>morning|afternoon|evening|night)s?$")]
    private static partial Regex DayPart();
}

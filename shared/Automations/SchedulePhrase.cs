using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations;

/// <summary>
/// Schedules as people say them, and back. A small fixed grammar: what it does not know it says so, with examples, and guesses nothing.
/// </summary>
public static partial class SchedulePhrase
{
    private const int Longest = 120;

    private static readonly ImmutableArray<string> Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly ImmutableArray<string> Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static string NotUnderstood { get; } = "Say it like one of these: " + string.Join("; ", ((string[])
        ["every Monday at 8:00", "every weekday at 18:30", "every Tuesday and Friday at noon", "daily at 7am", "on the first of every month at 9",
         "every year on 1 March at 9:00", "every 15 minutes", "every 2 hours"]).Select(static example => $"“{example}”")) + ".";

    /// <summary>The five-field cron, or null for what it does not know.</summary>
    public static string? Read(string text)
    {
        if (text.Length > Longest)
            return null;
        var said = Spaces().Replace(text.Trim().TrimEnd('.', '!'), " ");
        return Repeated(said) ?? OfDays(said) ?? OfMonth(said) ?? OfYear(said);
    }

    /// <summary>The phrase for a cron, which reads back as a cron that fires at the same times; null where there is none.</summary>
    public static string? Words(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minute, var hour, var day, var month, var weekday])
            return null;
        var words = (minute, hour, day, month, weekday) switch
        {
            ("*" or "*/1", "*", "*", "*", "*") => "every minute",
            (['*', '/', .. var step], "*", "*", "*", "*") => $"every {step} minutes",
            ("0", "*", "*", "*", "*") => "every hour",
            ("0", ['*', '/', .. var step], "*", "*", "*") => $"every {step} hours",
            (_, _, "*", "*", "*") => $"every day at {Clock(minute, hour)}",
            (_, _, "*", "*", "1-5") => $"every weekday at {Clock(minute, hour)}",
            (_, _, "*", "*", _) => $"every {DayNames(weekday)} at {Clock(minute, hour)}",
            (_, _, _, "*", "*") => $"on the {Ordinal(day)} of every month at {Clock(minute, hour)}",
            (_, _, _, _, "*") => $"every year on {day} {MonthName(month)} at {Clock(minute, hour)}",
            _ => "",
        };
        return Read(words) is { } read && Same(read, fields) ? words : null;
    }

    private static bool Same(string read, string[] fields) => read == string.Join(' ', fields.Select(static f => f == "*/1" ? "*" : f));

    private static string? Repeated(string said)
    {
        var match = Every().Match(said);
        if (!match.Success)
            return said.Equals("hourly", StringComparison.OrdinalIgnoreCase) ? "0 * * * *" : null;
        var count = match.Groups["n"].Success ? int.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 1;
        var (perMinute, whole) = match.Groups["unit"].Value.StartsWith("minute", StringComparison.OrdinalIgnoreCase) ? (true, 60) : (false, 24);
        if (count < 1 || count >= whole || whole % count != 0)
            return null;
        var step = count == 1 ? "*" : $"*/{count}";
        return perMinute ? $"{step} * * * *" : $"0 {step} * * *";
    }

    private static string? OfDays(string said)
    {
        var match = EveryDays().Match(said);
        if (!match.Success || Time(match) is not var (minute, hour))
            return null;
        var names = Parts().Split(match.Groups["days"].Value.ToLowerInvariant()).Select(static name => name.Trim()).ToArray();
        var days = names switch
        {
            ["day"] or ["daily"] or ["morning" or "evening"] => "*",
            ["weekday" or "weekdays" or "working day" or "workday"] => "1-5",
            ["weekend" or "weekends"] => "0,6",
            _ => names.All(static name => DayNumber(name) >= 0) ? string.Join(',', names.Select(DayNumber).Distinct().Order()) : null,
        };
        return days is null ? null : $"{minute} {hour} * * {days}";
    }

    private static string? OfMonth(string said)
    {
        var match = OnTheDay().Match(said);
        return match.Success && Time(match) is var (minute, hour) && DayOfMonth(match.Groups["day"].Value) is { } day ? $"{minute} {hour} {day} * *" : null;
    }

    private static string? OfYear(string said)
    {
        var match = EveryYear().Match(said);
        if (!match.Success || Time(match) is not var (minute, hour) || DayOfMonth(match.Groups["day"].Value) is not { } day)
            return null;
        var month = 1 + Months.ToList().FindIndex(name => Stands(match.Groups["month"].Value, name));
        return month > 0 && day <= DateTime.DaysInMonth(2024, month) ? $"{minute} {hour} {day} {month} *" : null;
    }

    private static (int Minute, int Hour)? Time(Match match)
    {
        switch (match.Groups["named"].Value.ToLowerInvariant())
        {
            case "noon":
                return (0, 12);
            case "midnight":
                return (0, 0);
        }

        var hour = int.Parse(match.Groups["hour"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"].Success ? int.Parse(match.Groups["minute"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Value.ToLowerInvariant();
        if (half.Length > 0)
            hour = hour is >= 1 and <= 12 ? (hour % 12) + (half == "pm" ? 12 : 0) : 24;
        return hour < 24 && minute < 60 ? (minute, hour) : null;
    }

    private static int? DayOfMonth(string text)
    {
        if (text.Equals("first", StringComparison.OrdinalIgnoreCase))
            return 1;
        var day = int.Parse(text.AsSpan().TrimEnd("sthndrSTHNDR"), NumberStyles.None, CultureInfo.InvariantCulture);
        return day is >= 1 and <= 31 ? day : null;
    }

    private static int DayNumber(string name) => Days.ToList().FindIndex(day => Stands(name.TrimEnd('s'), day) || Stands(name, day));

    /// <summary>The whole name or its first letters, at least three.</summary>
    private static bool Stands(string text, string name) => text.Length >= 3 && name.StartsWith(text, StringComparison.OrdinalIgnoreCase);

    private static string Clock(string minute, string hour) =>
        int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var m) && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            ? string.Create(CultureInfo.InvariantCulture, $"{h}:{m:D2}")
            : "";

    private static string DayNames(string weekday)
    {
        var names = weekday.Split(',').Select(static d => d.Length == 1 && d[0] is >= '0' and <= '6' ? Days[d[0] - '0'] : "?").ToArray();
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Ordinal(string day) => day + (day switch
    {
        "1" or "21" or "31" => "st",
        "2" or "22" => "nd",
        "3" or "23" => "rd",
        _ => "th",
    });

    private static string MonthName(string month) =>
        int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 12 ? Months[number - 1] : "";

    private const string At = @"\s+at\s+(?:(?<named>noon|midnight)|(?<hour>\d{1,2})(?:[:.](?<minute>\d{2}))?(?:\s?(?<half>am|pm)|\s+o'clock|\s?h)?)$";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?:every|each)\s+(?:(?<n>\d{1,2})\s+)?(?<unit>minutes?|hours?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Every();

    [GeneratedRegex(@"^(?:(?:every|each|on)\s+(?<days>[a-z]+(?: day)?(?:(?:,? and |, ?)[a-z]+)*)|(?<days>daily))" + At, RegexOptions.IgnoreCase)]
    private static partial Regex EveryDays();

    [GeneratedRegex(@"\s*,\s*and\s+|\s+and\s+|\s*,\s*")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(?:on\s+the\s+(?<day>first|\d{1,2}(?:st|nd|rd|th)?)(?:\s+day)?\s+of\s+(?:every|each|the)\s+month|(?:every\s+month|monthly)\s+on\s+the\s+(?<day>first|\d{1,2}(?:st|nd|rd|th)?))" + At, RegexOptions.IgnoreCase)]
    private static partial Regex OnTheDay();

    [GeneratedRegex(@"^(?:every\s+year|yearly|each\s+year)\s+on\s+(?<day>\d{1,2}(?:st|nd|rd|th)?)\s+(?:of\s+)?(?<month>[a-z]+)" + At, RegexOptions.IgnoreCase)]
    private static partial Regex EveryYear();
}

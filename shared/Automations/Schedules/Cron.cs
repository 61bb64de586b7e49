using Cronos;

namespace Onbehalf.Automations.Schedules;

/// <summary>
/// A parsed cron: five fields, or six with second 0; names; 7 for Sunday; ranges that wrap; <c>L</c>, <c>W</c>, <c>#</c>; <c>@daily</c>. Day and
/// weekday must both match.
/// </summary>
internal sealed class Cron
{
    private const int Longest = 100;
    private const int Fields = 5;

    private readonly CronExpression _expression;

    private Cron(string text, CronExpression expression)
    {
        Text = text;
        _expression = expression;
    }

    /// <summary>The normalised text: five fields, without names.</summary>
    public string Text { get; }

    /// <summary>A canonical form, equal for all crons that fire at the same local times.</summary>
    public string Times => _expression.ToString();

    /// <summary>
    /// Whether the cron is an interval of minutes or hours, which fires in both passes of a doubled hour. A cron with named times fires once.
    /// </summary>
    public bool IsInterval => Text.Split(' ')[..2].Any(static one => one.AsSpan().ContainsAny('*', '-', '/'));

    public static CronResult Parse(string text) => Parse(text, static fields => fields);

    /// <summary>Parses a stored cron. An earlier version read a step beyond its field as a step to the end of the field.</summary>
    public static Cron? Stored(string text) => (Parse(text, CronFields.WithoutLongSteps) as CronResult.Ready)?.Cron;

    /// <summary>Returns the first local time after this one.</summary>
    public DateTime? After(DateTime local) =>
        _expression.GetNextOccurrence(DateTime.SpecifyKind(local, DateTimeKind.Utc)) is { } next ? DateTime.SpecifyKind(next, DateTimeKind.Unspecified) : null;

    private static CronResult Parse(string text, Func<string[], string[]> mend)
    {
        // Commas occur only in lists, so spaces around them are removed.
        var trimmed = string.Join(',', text.Split(',', StringSplitOptions.TrimEntries)).Trim();
        if (trimmed.Length > Longest)
            return new CronResult.Refused($"A cron has at most {Longest} characters.");
        if (trimmed.StartsWith('@'))
            return Macro(trimmed);
        var fields = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is [var first, .., var last] && (IsZone(first) || IsZone(last)))
            return new CronResult.Refused("A cron has no time zone in its text: name the zone of the schedule instead.");
        if (fields.Length == Fields + 1)
        {
            if (fields[0].Trim('0').Length > 0)
                return new CronResult.Refused(
                    $"The first of six fields is the second and has to be 0, not “{fields[0]}”: nothing runs more often than once a minute.");
            fields = fields[1..];
        }

        if (fields.Length != Fields)
            return new CronResult.Refused($"A cron has five fields: minute, hour, day, month, weekday. This one has {fields.Length}.");
        fields = mend(CronFields.WithoutNames(fields));
        if (CronFields.WhyNot(fields) is { } why)
            return new CronResult.Refused(why);
        var plain = string.Join(' ', CronFields.WithoutNth(fields));
        return CronExpression.TryParse(plain, out var expression)
            ? new CronResult.Ready(new(plain, expression))
            : new CronResult.Refused($"“{plain}” is no cron: a special day such as L, W or # cannot be in a list or a range.");
    }

    /// <summary>A cron field has a slash only before a number of steps.</summary>
    private static bool IsZone(string field) =>
        field.StartsWith("TZ=", StringComparison.OrdinalIgnoreCase)
        || field.StartsWith("CRON_TZ=", StringComparison.OrdinalIgnoreCase)
        || (field.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash + 1 < field.Length && char.IsAsciiLetter(field[slash + 1]));

    private static CronResult Macro(string text)
    {
        var plain = text.ToLowerInvariant() switch
        {
            "@hourly" => "0 * * * *",
            "@daily" or "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@every_minute" => "* * * * *",
            _ => null,
        };
        return plain is null
            ? new CronResult.Refused($"“{text}” names no time. These do: @hourly, @daily, @weekly, @monthly, @yearly.")
            : new CronResult.Ready(new(plain, CronExpression.Parse(plain)));
    }
}

internal abstract record CronResult
{
    private CronResult()
    {
    }

    public sealed record Ready(Cron Cron) : CronResult;

    /// <param name="Reason">A sentence that says which field is wrong, and why.</param>
    public sealed record Refused(string Reason) : CronResult;
}

/// <summary>The meaning of a phrase.</summary>
internal abstract record SaidSchedule
{
    private SaidSchedule()
    {
    }

    /// <param name="Zone">The IANA zone that the phrase names; null when it names none.</param>
    public sealed record Repeats(string Cron, Cycle? Cycle, string? Zone) : SaidSchedule;

    public sealed record Once(DateTimeOffset At, string? Zone) : SaidSchedule;

    public sealed record NotUnderstood(string Reason) : SaidSchedule;
}

using Onbehalf.Automations.Schedules;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>
/// Computes when a schedule fires in a time zone. A local time that a clock change skips fires once, at the first valid moment after it. A doubled
/// local time fires once, at its first occurrence; an interval fires in both passes. A schedule never fires twice in one minute.
/// </summary>
public sealed class WakeTimes
{
    /// <summary>The number of next times that are displayed.</summary>
    private const int Shown = 5;

    /// <summary>29 February can be eight years away, around a century that is not a leap year.</summary>
    private const int MostYears = 9;

    /// <summary>Longer than any clock is set back, so a doubled local time lies within this span.</summary>
    private static readonly TimeSpan SetBack = TimeSpan.FromHours(3);

    private readonly Func<DateTime, DateTime?> _next;
    private readonly bool _isInterval;
    private readonly DateTimeOffset? _once;
    private readonly TimeZoneInfo _zone;

    private WakeTimes(Cron cron, Cycle? cycle, TimeZoneInfo zone)
    {
        _next = cycle is null ? cron.After : local => Next(cron, cycle, local);
        _isInterval = cron.IsInterval;
        _zone = zone;
    }

    private WakeTimes(DateTimeOffset once, TimeZoneInfo zone)
    {
        _next = static _ => null;
        _once = once;
        _zone = zone;
    }

    /// <summary>Null when the cron or the zone is invalid, or when the cron never fires.</summary>
    public static WakeTimes? Of(string cron, string timeZone, DateTimeOffset now, Cycle? cycle = null) =>
        Of((Cron.Parse(cron) as CronResult.Ready)?.Cron, timeZone, now, cycle);

    public static WakeTimes? Of(Trigger trigger, DateTimeOffset now) => trigger switch
    {
        Trigger.Schedule schedule => Of(Cron.Stored(schedule.Cron), schedule.TimeZone, now, schedule.Cycle),
        Trigger.Once once => once.At > now && IanaZone.Find(once.TimeZone) is { } zone ? new(once.At, zone) : null,
        Trigger.Rule rule => Of(Cron.Stored(rule.Cron), rule.TimeZone, now, null),
        Trigger.SignedEvent => null,
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };

    /// <summary>Returns the first time after this moment; null when there is none within nine years.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        if (_once is { } once)
            return once > moment ? once : null;
        var local = TimeZoneInfo.ConvertTime(moment, _zone).DateTime;
        var (from, last) = (local - SetBack, local.AddYears(MostYears));
        DateTimeOffset? second = null;
        for (var next = _next(from); next is { } at && at <= last; next = _next(at))
        {
            if (_isInterval && second is null && ClockChanges.Second(at, _zone) is { } again && again > moment)
                second = again;
            if (ClockChanges.Moment(at, _zone) is var first && first > moment)
                return second < first ? second : first;
        }

        return second;
    }

    /// <summary>Returns the next times for display; empty when it never fires.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset now) => [.. From(now, Shown)];

    public IEnumerable<DateTimeOffset> From(DateTimeOffset moment, int count)
    {
        for (var next = After(moment); next is { } at && count > 0; next = After(at), count--)
            yield return at;
    }

    /// <summary>Converts a moment to the schedule's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone);

    private static WakeTimes? Of(Cron? cron, string timeZone, DateTimeOffset now, Cycle? cycle)
    {
        if (cron is null || cycle is { IsValid: false } || IanaZone.Find(timeZone) is not { } zone)
            return null;
        var times = new WakeTimes(cron, cycle, zone);
        return times.After(now) is null ? null : times;
    }

    private static DateTime? Next(Cron cron, Cycle cycle, DateTime local)
    {
        var last = local.AddYears(MostYears);
        for (var next = cron.After(local); next is { } at && at <= last;)
        {
            var day = DateOnly.FromDateTime(at);
            if (cycle.Has(day))
                return at;
            next = cron.After(cycle.NextAfter(day).ToDateTime(TimeOnly.MinValue).AddTicks(-1));
        }

        return null;
    }
}

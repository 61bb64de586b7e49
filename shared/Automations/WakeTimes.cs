using System.Text.RegularExpressions;
using NCrontab;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>
/// When a five-field cron fires in a time zone. A local time that a clock change skips fires once, at the first valid moment after it; a
/// local time that a clock change doubles fires once, the first time. Day and weekday must both fit. Never twice in one minute.
/// </summary>
public sealed partial class WakeTimes
{
    /// <summary>29 February may be eight years away, around a century that is no leap year.</summary>
    private const int MostYears = 9;

    private readonly CrontabSchedule _cron;
    private readonly TimeZoneInfo _zone;

    private WakeTimes(CrontabSchedule cron, TimeZoneInfo zone)
    {
        _cron = cron;
        _zone = zone;
    }

    /// <summary>Null when it is no cron, no zone, or a cron that never fires.</summary>
    public static WakeTimes? Of(string cron, string timeZone, DateTimeOffset now)
    {
        if (Parse(cron) is not { } parsed || IanaZone.Find(timeZone) is not { } zone)
            return null;
        var times = new WakeTimes(parsed, zone);
        return times.After(now) is null ? null : times;
    }

    public static WakeTimes? Of(Trigger trigger, DateTimeOffset now) => trigger switch
    {
        Trigger.Schedule schedule => Of(schedule.Cron, schedule.TimeZone, now),
        Trigger.Rule rule => Of(rule.Cron, rule.TimeZone, now),
        Trigger.SignedEvent => null,
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };

    /// <summary>The first moment later than this one; null when there is none in years.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        // One minute back: around a clock change the local clock says the same twice.
        var local = TimeZoneInfo.ConvertTime(moment, _zone).DateTime;
        foreach (var next in _cron.GetNextOccurrences(local.AddMinutes(-1), local.AddYears(MostYears)))
        {
            if (Moment(next, _zone) is var at && at > moment)
                return at;
        }

        return null;
    }

    public IEnumerable<DateTimeOffset> From(DateTimeOffset moment, int count)
    {
        for (var next = After(moment); next is { } at && count > 0; next = After(at), count--)
            yield return at;
    }

    /// <summary>As the zone's clock shows it.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone);

    /// <summary>What a zone's clock calls so: the first valid moment after one that is skipped, the first of one that is doubled.</summary>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (zone.IsInvalidTime(local))
            return FirstValidAfter(local, zone);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static CrontabSchedule? Parse(string cron) =>
        cron.Length <= 100 && cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5 ? CrontabSchedule.TryParse(cron) : null;

    /// <summary>The moment of the clock change itself.</summary>
    private static DateTimeOffset FirstValidAfter(DateTime local, TimeZoneInfo zone)
    {
        var next = local;
        while (zone.IsInvalidTime(next))
            next = next.AddMinutes(1);
        return new DateTimeOffset(next, zone.GetUtcOffset(next)).ToUniversalTime();
    }
}

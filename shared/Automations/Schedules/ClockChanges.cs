namespace Onbehalf.Automations.Schedules;

/// <summary>
/// Local times as moments, where a clock change skips some and doubles others. Computed from the offsets on both sides of the change:
/// <see cref="TimeZoneInfo.IsAmbiguousTime(DateTime)"/> does not know the doubled hour of zones whose winter time counts as saving (Dublin, Casablanca).
/// </summary>
internal static class ClockChanges
{
    /// <summary>Outside of these no zone has rules, and a day more or less could leave the calendar.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 9000;

    /// <summary>The first valid moment after one that is skipped, the first of one that is doubled.</summary>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        if (local.Year is < FirstYear or > LastYear)
            return Utc(local);
        var next = local;
        while (true)
        {
            if (Moments(next, zone) is [var first, ..])
                return first;
            next = next.AddMinutes(1);
        }
    }

    /// <summary>The second of one that is doubled; null for any other.</summary>
    public static DateTimeOffset? Second(DateTime local, TimeZoneInfo zone) => Moments(local, zone) is [_, var second] ? second : null;

    /// <summary>None for a local time that is skipped, two for one that is doubled.</summary>
    private static DateTimeOffset[] Moments(DateTime local, TimeZoneInfo zone)
    {
        var clock = Utc(local);
        var (before, after) = (clock - zone.GetUtcOffset(clock.AddDays(-1)), clock - zone.GetUtcOffset(clock.AddDays(1)));
        var isBefore = Shows(before);
        return before == after ? isBefore ? [before] : [] : (isBefore, Shows(after)) switch
        {
            (true, true) => before < after ? [before, after] : [after, before],
            (true, false) => [before],
            (false, true) => [after],
            (false, false) => [],
        };

        bool Shows(DateTimeOffset moment) => moment + zone.GetUtcOffset(moment) == clock;
    }

    private static DateTimeOffset Utc(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
}

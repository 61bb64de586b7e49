namespace Onbehalf.Automations.Schedules;

/// <summary>
/// Converts local times to instants, where a clock change skips some and doubles others. It compares the offsets on both sides of the change, because
/// <see cref="TimeZoneInfo.IsAmbiguousTime(DateTime)"/> misses the doubled hour of zones with negative daylight saving (Dublin, Casablanca).
/// </summary>
internal static class ClockChanges
{
    /// <summary>No zone has rules outside these years, and a day more or less could exceed the range of <see cref="DateTime"/>.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 9000;

    /// <summary>Returns the instant of a local time: the first valid one after a skipped time, the first one of a doubled time.</summary>
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

    /// <summary>Returns the second instant of a doubled local time; null for any other.</summary>
    public static DateTimeOffset? Second(DateTime local, TimeZoneInfo zone) => Moments(local, zone) is [_, var second] ? second : null;

    /// <summary>Returns the instants of a local time: none for a skipped one, two for a doubled one.</summary>
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

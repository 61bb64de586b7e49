using Cronos;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Chores;

/// <summary>Computes the occurrences of a chore. Its schedule has a resolution of whole seconds, in UTC.</summary>
internal sealed class Occurrences(IChore chore)
{
    /// <summary>The longest period in which occurrences are searched. Schedules occur at least once a day.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    private readonly CronExpression _schedule = CronExpression.Parse(chore.Schedule, CronFormat.IncludeSeconds);

    /// <summary>
    /// A time with a fraction that no schedule has. It marks a chore that has not occurred yet; earlier occurrences do not count as missed.
    /// </summary>
    public static DateTimeOffset None(DateTimeOffset now) =>
        new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset).AddMilliseconds(1);

    public static bool IsNone(DateTimeOffset last) => last.Ticks % TimeSpan.TicksPerSecond != 0;

    /// <summary>Returns the latest occurrence after the last one, up to now. Missed occurrences collapse into it.</summary>
    public DateTimeOffset? Latest(DateTimeOffset last, DateTimeOffset now)
    {
        DateTimeOffset? latest = null;
        var from = now - last > LookBack ? now - LookBack : last;
        for (var next = _schedule.GetNextOccurrence(from.UtcDateTime); next <= now.UtcDateTime; next = _schedule.GetNextOccurrence(next.Value))
            latest = new(next.Value, TimeSpan.Zero);
        return latest;
    }
}

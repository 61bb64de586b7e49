using Cronos;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Chores;

/// <summary>When a chore occurs. Its schedule knows whole seconds in UTC.</summary>
internal sealed class Occurrences(IChore chore)
{
    /// <summary>Schedules occur at least once a day. What was missed before that is not counted through.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    private readonly CronExpression _schedule = CronExpression.Parse(chore.Schedule, CronFormat.IncludeSeconds);

    /// <summary>A moment that no schedule knows, for a chore that has not occurred yet: what lies before it was never missed.</summary>
    public static DateTimeOffset None(DateTimeOffset now) => new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset).AddMilliseconds(1);

    public static bool IsNone(DateTimeOffset last) => last.Ticks % TimeSpan.TicksPerSecond != 0;

    /// <summary>The latest occurrence after the last one, if there was any up to now. All that were missed are that one.</summary>
    public DateTimeOffset? Latest(DateTimeOffset last, DateTimeOffset now)
    {
        DateTimeOffset? latest = null;
        var from = now - last > LookBack ? now - LookBack : last;
        for (var next = _schedule.GetNextOccurrence(from.UtcDateTime); next <= now.UtcDateTime; next = _schedule.GetNextOccurrence(next.Value))
            latest = new(next.Value, TimeSpan.Zero);
        return latest;
    }
}

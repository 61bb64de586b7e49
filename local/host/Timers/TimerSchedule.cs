using NCrontab;

namespace Onbehalf.Host.Timers;

/// <summary>When a timer is due: an NCRONTAB expression of six fields (five mean second 0), in UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule _crontab;

    private TimerSchedule(string text, CrontabSchedule crontab)
    {
        Text = text;
        _crontab = crontab;
    }

    public string Text { get; }

    public static TimerSchedule Parse(string function, string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var crontab = CrontabSchedule.TryParse(text, new() { IncludingSeconds = fields == 6 });
        return crontab is null
            ? throw new InvalidOperationException($"The timer {function} has the schedule '{text}', which is not an NCRONTAB expression.")
            : new(text, crontab);
    }

    public DateTime After(DateTime utc) => DateTime.SpecifyKind(_crontab.GetNextOccurrence(utc), DateTimeKind.Utc);

    /// <summary>
    /// The next occurrence once one has run. A wait can end a moment before the clock reaches the occurrence, and clocks step back: the
    /// occurrence that has run is never the next one.
    /// </summary>
    public DateTime AfterRun(DateTime occurrence, DateTime now) => After(occurrence > now ? occurrence : now);
}

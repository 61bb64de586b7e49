using NCrontab;

namespace Onbehalf.Host.Timers;

/// <summary>The schedule of a timer: an NCRONTAB expression with six fields, or five for second 0, in UTC.</summary>
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
    /// Returns the next occurrence after a run. A timer can fire slightly early, and clocks can step back, so the occurrence that has run is
    /// never returned.
    /// </summary>
    public DateTime AfterRun(DateTime occurrence, DateTime now) => After(occurrence > now ? occurrence : now);
}

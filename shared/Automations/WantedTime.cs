using Onbehalf.Automations.Schedules;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>The requested time of a trigger, from words, a cron or an instant; or the reason for its refusal.</summary>
internal abstract record WantedTime
{
    private const string DefaultZone = "UTC";

    private WantedTime()
    {
    }

    /// <param name="now">The time of the message.</param>
    public static WantedTime Read(WantedTrigger wanted, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (IanaZone.Find(wanted.TimeZone ?? DefaultZone) is not { } zone)
            return new Refused("time-zone", "A time zone is an IANA name such as Europe/Berlin, America/New_York or UTC.");
        if (wanted.At is { } at)
            return Once(wanted, at, zone.Id, now);
        if (wanted.Cron is { } cron)
            return wanted.Kind == "once"
                ? new Refused("schedule", "A single run needs a time: `at`, or words such as “tomorrow at noon”.")
                : OfCron(cron, wanted.Cycle, zone.Id, now);
        return SchedulePhrase.Read(wanted.Words ?? "", now, zone) switch
        {
            SaidSchedule.NotUnderstood(var reason) => new Refused("schedule", reason),
            SaidSchedule.Once(var moment, var named) => Once(wanted with { Kind = wanted.Kind == "rule" ? "rule" : "once" }, moment, named ?? zone.Id, now),
            SaidSchedule.Repeats when wanted.Kind == "once" => new Refused(
                "schedule", "This phrase has several times; a single run has one, such as “tomorrow at noon”."),
            SaidSchedule.Repeats(var said, var cycle, var named) => OfCron(said, cycle, named ?? zone.Id, now),
            _ => throw new InvalidOperationException("A phrase repeats, comes once, or is not understood."),
        };
    }

    /// <summary>
    /// Classifies a text as words or a cron. A cron starts with @ or has more than three fields, the first three without letters except L and W.
    /// </summary>
    public static WantedTrigger Written(string text, string? timeZone)
    {
        ArgumentNullException.ThrowIfNull(text);
        return LooksLikeCron(text.Trim()) ? new("schedule", Cron: text, TimeZone: timeZone) : new("schedule", Words: text, TimeZone: timeZone);
    }

    private static bool LooksLikeCron(string text) =>
        text.StartsWith('@')
        || text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } fields
            && fields[..3].All(static field => field.All(static c => !char.IsLetter(c) || c is 'L' or 'W'));

    private static WantedTime OfCron(string text, Cycle? cycle, string zone, DateTimeOffset now) =>
        Cron.Parse(text) switch
        {
            CronResult.Refused(var reason) => new Refused("schedule", reason),
            CronResult.Ready when cycle is { IsValid: false } => new Refused("schedule", "A cycle has 2 to 52 weeks or 2 to 366 days, and a day it begins on."),
            CronResult.Ready(var cron) when WakeTimes.Of(cron.Text, zone, now, cycle) is null => new Refused(
                "schedule", $"“{cron.Text}” never fires: no day of the calendar fits."),
            CronResult.Ready(var cron) => new Ready(new Trigger.Schedule(cron.Text, zone, cycle)),
            _ => throw new InvalidOperationException("A cron is Ready or Refused."),
        };

    private static WantedTime Once(WantedTrigger wanted, DateTimeOffset at, string zone, DateTimeOffset now)
    {
        if (wanted.Kind != "once")
            return new Refused(
                "schedule",
                wanted.Kind == "rule" ? "A rule needs an interval, such as “every 15 minutes”." : "A moment is for “once”; a schedule has a cron or words.");
        var minute = at.ToUniversalTime().AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));
        return minute <= now ? new Refused("schedule", "This time is in the past.")
            : minute > now.AddYears(10) ? new Refused("schedule", "This moment is more than ten years ahead.")
            : new Ready(new Trigger.Once(minute, zone));
    }

    /// <param name="Trigger">A schedule or once; for a rule, the schedule of its checks.</param>
    public sealed record Ready(Trigger Trigger) : WantedTime;

    public sealed record Refused(string Slug, string Sentence) : WantedTime;
}

namespace Onbehalf.Automations.Schedules;

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

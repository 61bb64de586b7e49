namespace Onbehalf.Automations.Schedules;

internal abstract record CronResult
{
    private CronResult()
    {
    }

    public sealed record Ready(Cron Cron) : CronResult;

    /// <param name="Reason">A sentence that says which field is wrong, and why.</param>
    public sealed record Refused(string Reason) : CronResult;
}

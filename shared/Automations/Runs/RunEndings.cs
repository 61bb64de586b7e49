using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>Ends a run idempotently: writes the audit row, the run's row and the automation's last run, and releases the run's place.</summary>
public sealed class RunEndings(RunStore runs, AutomationStore automations, RunPlaces places, RunRecords records, RunEvents events, TimeProvider time)
{
    /// <returns>The next run in the queue; null when it is empty.</returns>
    public async Task<RunId?> EndAsync(RunState run, RunStatus status, string? code, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.IsLive)
        {
            await records.EndedAsync(run, status, code, cancellation);
            run = await runs.ChangeAsync(
                run,
                now => now.IsLive ? now with { Status = status, Reason = code, EndedAt = time.GetUtcNow(), ParkedAt = null, Sleeper = null } : null,
                cancellation) ?? await runs.FindAsync(run.Id, cancellation) ?? run;
            await events.ChangedAsync(run, cancellation);
        }

        if (run.Chain.IsEmpty)
            await automations.SetLastRunAsync(run.Id.Automation, new(run.Id, run.Status.ToString().ToLowerInvariant(), run.StartedAt), cancellation);
        return await places.LeaveAsync(run, cancellation);
    }
}

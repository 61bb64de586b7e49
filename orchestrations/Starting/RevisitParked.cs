using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.People;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Queries the directory for the authors of parked runs and automations, and wakes the runs of those who are back. The run itself decides
/// whether it continues. Parked runs therefore need no timers of their own.
/// </summary>
public sealed class RevisitParked(RunStore runs, AutomationStore automations, RunGate gate, LooksAgain looks, Authorities authorities) : IChore
{
    public string Schedule => "30 */2 * * * *";

    public bool IsLong => true;

    public async Task<bool> IsNeededAsync(CancellationToken cancellation) =>
        await runs.IsAnySleepingAsync(cancellation) || await automations.IsAnyParkedAsync(cancellation);

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        var back = new Dictionary<SubjectId, Authority?>();
        foreach (var id in await runs.SleepingAsync(cancellation))
        {
            if (await runs.FindAsync(id, cancellation) is { Status: RunStatus.Parked } run && await BackAsync(back, run.Author, cancellation) is { } authority
                && IsAnotherMatter(run, await gate.JudgeAsync(authority, id, cancellation)))
                await durable.RaiseEventAsync(run.Sleeper ?? run.Id.Value, RunWakes.WakeEvent, "back", cancellation);
        }

        await foreach (var automation in automations.ParkedAsync(cancellation))
        {
            if (automation.Parked != RunReasons.RuleRefused && await BackAsync(back, automation.Author, cancellation) is { } authority)
                await looks.ParkedAsync(authority, automation, cancellation);
        }
    }

    /// <summary>True if the run can continue, has ended, or is parked for a different reason than recorded.</summary>
    private static bool IsAnotherMatter(RunState run, RunVerdict verdict) => verdict switch
    {
        RunVerdict.Over => true,
        RunVerdict.Good(_, _, _) { StillParked: var code } => code is null || code != run.Reason,
        RunVerdict.Lost(var code) => code != run.Reason,
        _ => throw new InvalidOperationException("A verdict is Good, Lost or Over."),
    };

    /// <summary>One directory query per author and sweep. Null if the author is not confirmed.</summary>
    private async Task<Authority?> BackAsync(Dictionary<SubjectId, Authority?> asked, Subject author, CancellationToken cancellation)
    {
        if (!asked.TryGetValue(author.Id, out var authority))
            asked[author.Id] = authority = await authorities.FindAsync(author, Freshness.Now, cancellation);
        return authority;
    }
}

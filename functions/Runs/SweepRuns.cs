using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Agent;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Turns;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Runs;

/// <summary>
/// Wakes runs that are to look again, and asks for everything that is parked whether its author is back. It only wakes: whether a run goes on,
/// the run asks by itself. So sleeping runs cost nothing, however many there are and however long they sleep.
/// </summary>
public sealed class SweepRuns(RunStore runs, AutomationStore automations, TurnStore turns, RunGate gate, RunEndings endings, LooksAgain looks, Authorities authorities, TimeProvider time)
{
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(40);

    [Function(nameof(SweepRuns))]
    public async Task Run([TimerTrigger("20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await SweepAsync(durable, context.CancellationToken);
    }

    public async Task SweepAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        await RouseAsync(durable, cancellation);
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

        await MendAsync(durable, cancellation);
    }

    private async Task RouseAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        foreach (var id in await runs.ToRouseAsync(cancellation))
        {
            if (await runs.FindAsync(id, cancellation) is { IsLive: true } run)
                await looks.WakeAsync(run, durable, cancellation);
            await runs.RousedAsync(id, cancellation);
        }
    }

    /// <summary>It may go on or is over, or something else keeps it than what it says.</summary>
    private static bool IsAnotherMatter(RunState run, RunStanding standing) => standing switch
    {
        RunStanding.Over => true,
        RunStanding.Good(_, _, _) { StillParked: var code } => code is null || code != run.Reason,
        RunStanding.Lost(var code) => code != run.Reason,
        _ => throw new InvalidOperationException("A run stands good, lost or over."),
    };

    /// <summary>Each author is asked about once per sweep. Null while they are not back.</summary>
    private async Task<Authority?> BackAsync(Dictionary<SubjectId, Authority?> asked, Subject author, CancellationToken cancellation)
    {
        if (!asked.TryGetValue(author.Id, out var authority))
            asked[author.Id] = authority = (await authorities.ConfirmAsync(author, Freshness.Now, cancellation) as AuthorityResult.Confirmed)?.Authority;
        return authority;
    }

    /// <summary>A run whose own orchestration failed (code changed under it, a store away for longer than retries last) does not stay "running".</summary>
    private async Task MendAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        var failed = new OrchestrationQuery(CreatedFrom: time.GetUtcNow() - LookBack, Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        await foreach (var instance in durable.GetAllInstancesAsync(failed).WithCancellation(cancellation))
        {
            if (!RunId.TryParse(instance.InstanceId, out var id) || await runs.FindAsync(id, cancellation) is not { IsLive: true } run)
                continue;
            if (run.Turn is { } turn)
                await MendTurns.EndIfOpenAsync(turns, durable, turn, cancellation);
            if (await endings.EndAsync(run, RunStatus.Failed, "internal", cancellation) is { } next)
                await runs.RouseAsync(next, cancellation);
        }
    }
}

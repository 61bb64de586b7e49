using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Agent;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Runs;

/// <summary>
/// Wakes runs that are to look again, and asks for everything that is parked whether its author is back. It only wakes: whether a run goes on,
/// the run asks by itself. So sleeping runs cost nothing, however many there are and however long they sleep.
/// </summary>
public sealed class SweepRuns(RunStore runs, AutomationStore automations, RunGate gate, RunEndings endings, TurnStore turns, Authorities authorities, TimeProvider time)
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
                && await gate.JudgeAsync(authority, id, cancellation) is RunStanding.Over or RunStanding.Good { StillParked: null })
                await durable.RaiseEventAsync(run.Sleeper ?? run.Id.Value, RunWakes.WakeEvent, "back", cancellation);
        }

        await foreach (var automation in automations.ParkedAsync(cancellation))
        {
            if (RunReasons.ComesBackWithAuthor(automation.Parked) && await BackAsync(back, automation.Author, cancellation) is not null)
                await automations.UnparkAsync(automation.Id, cancellation);
        }

        await MendAsync(durable, cancellation);
    }

    private async Task RouseAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        foreach (var id in await runs.ToRouseAsync(cancellation))
        {
            if (await runs.FindAsync(id, cancellation) is { IsLive: true } run)
            {
                await durable.RaiseEventAsync(run.Sleeper ?? run.Id.Value, RunWakes.WakeEvent, "look", cancellation);
                if (run.Turn is { } turn && await turns.WithStepsAsync(turn, cancellation) is { } found)
                    foreach (var waiting in found.Steps.Where(static step => step.Status is StepStatus.Waiting))
                        await durable.RaiseEventAsync(turn.Value, RunTurn.ConfirmationEvent(waiting.CallId), "look", cancellation);
            }

            await runs.RousedAsync(id, cancellation);
        }
    }

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
            if (RunId.TryParse(instance.InstanceId, out var id) && await runs.FindAsync(id, cancellation) is { IsLive: true } run
                && await endings.EndAsync(run, RunStatus.Failed, "internal", cancellation) is { } next)
                await runs.RouseAsync(next, cancellation);
        }
    }
}

using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Wakes parked and running runs so that each checks again whether it may continue. Called by a sweep and when a person changes a connection. The
/// run itself decides.
/// </summary>
public sealed class LooksAgain(RunStore runs, AutomationStore automations, RunGate gate, RunConnections connections, TurnStore turns, Authorities authorities)
{
    internal async Task OfAsync(Subject person, DurableTaskClient durable, CancellationToken cancellation)
    {
        if (await authorities.FindAsync(person, Freshness.Now, cancellation) is not { } authority)
            return;
        foreach (var automation in await automations.OfAuthorAsync(person.Id, cancellation))
        {
            if (automation is { State: AutomationState.Active, Agreed: { } agreed }
                && await connections.MissingAsync(authority, agreed, cancellation) is { } missing)
                await automations.ParkAsync(automation.Id, missing, cancellation);
            else if (automation.State is AutomationState.Parked)
                await ParkedAsync(authority, automation, cancellation);
        }

        foreach (var run in await runs.LiveAsync(person.Id, cancellation))
            await WakeAsync(run, durable, cancellation);
    }

    /// <summary>Unparks an automation whose author is back, or updates the reason for which it stays parked.</summary>
    internal async Task ParkedAsync(Authority author, Automation automation, CancellationToken cancellation)
    {
        if (await gate.StillParkedAsync(author, automation, cancellation) is not { } code)
            await automations.UnparkAsync(automation.Id, cancellation);
        else if (code != automation.Parked)
            await automations.StaysParkedAsync(automation.Id, code, cancellation);
    }

    /// <summary>Wakes a run and its calls that wait for the author.</summary>
    internal async Task WakeAsync(RunState run, DurableTaskClient durable, CancellationToken cancellation)
    {
        await durable.RaiseEventAsync(run.Sleeper ?? run.Id.Value, RunWakes.WakeEvent, "look", cancellation);
        if (run.Turn is not { } turn || await turns.WithStepsAsync(turn, cancellation) is not { } found)
            return;
        foreach (var waiting in found.Steps.Where(static step => step.Status is StepStatus.Waiting))
            await TurnSignal.RaiseAsync(durable, found.Turn, RunTurn.ConfirmationEvent(waiting.CallId), "look", cancellation);
    }
}

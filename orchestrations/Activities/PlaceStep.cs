using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Waiting for a yes is not acting: a turn, or the run it belongs to, has a place of its person's only while it acts. Whoever goes on takes
/// one again, behind those that asked before.
/// </summary>
public sealed class PlaceStep(TurnStore turns, TurnBudget budget, RunStore runs, RunPlaces places)
{
    /// <returns>The instance of the run that is to have the place.</returns>
    public async Task<string?> WaitAsync(TurnState turn, CancellationToken cancellation)
    {
        if (turn.Run is null)
            await budget.WaitAsync(turn.Speaker.Id, turn.Id, cancellation);
        return await NextAsync(turn, cancellation) is { } next ? (await runs.FindAsync(next, cancellation))?.Sleeper ?? next.Value : null;
    }

    /// <summary>After one call of several: what is left may be cards alone.</summary>
    public async Task WaitUnlessDoneAsync(TurnState turn, string done, CancellationToken cancellation)
    {
        if (await turns.WithStepsAsync(turn.Id, cancellation) is { } found && found.Steps.Any(step => step.Status is StepStatus.Waiting && step.CallId != done))
            await WaitFurtherAsync(turn, cancellation);
    }

    /// <summary>False when others have all places. A run then sleeps until it is woken; a turn asks again.</summary>
    public async Task<bool> GoOnAsync(TurnState turn, CancellationToken cancellation)
    {
        if (turn.Run is not { } id)
            return await budget.GoOnAsync(turn.Speaker.Id, turn.Id, cancellation);
        return await runs.FindAsync(id, cancellation) is not { IsLive: true } run || await places.HoldsAsync(run, cancellation);
    }

    private async Task WaitFurtherAsync(TurnState turn, CancellationToken cancellation)
    {
        if (turn.Run is null)
            await budget.WaitAsync(turn.Speaker.Id, turn.Id, cancellation);
        if (await NextAsync(turn, cancellation) is { } next)
            await runs.RouseAsync(next, cancellation);
    }

    private async Task<RunId?> NextAsync(TurnState turn, CancellationToken cancellation) =>
        turn.Run is { } id && await runs.FindAsync(id, cancellation) is { IsLive: true } run ? await places.WaitAsync(run, cancellation) : null;
}

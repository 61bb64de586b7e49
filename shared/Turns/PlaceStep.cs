using Onbehalf.Automations.Runs;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>
/// Releases and acquires the place of a turn or run in its person's concurrency limit. Waiting for a confirmation releases the place. Continuing
/// acquires one again, behind earlier requests.
/// </summary>
public sealed class PlaceStep(TurnStore turns, TurnBudget budget, RunStore runs, RunPlaces places)
{
    /// <returns>The orchestration instance of the run that gets the place next, or null.</returns>
    public async Task<string?> WaitAsync(TurnState turn, CancellationToken cancellation)
    {
        if (turn.Run is null)
            await budget.WaitAsync(turn.Speaker.Id, turn.Id, cancellation);
        return await NextAsync(turn, cancellation) is { } next ? (await runs.FindAsync(next, cancellation))?.Sleeper ?? next.Value : null;
    }

    /// <summary>Releases the place after one of several calls, if another call still waits for a confirmation.</summary>
    public async Task WaitUnlessDoneAsync(TurnState turn, string done, CancellationToken cancellation)
    {
        if (await turns.WithStepsAsync(turn.Id, cancellation) is { } found && found.Steps.Any(step => step.Status is StepStatus.Waiting && step.CallId != done))
            await WaitFurtherAsync(turn, cancellation);
    }

    /// <summary>Acquires a place. Returns false if all places are taken. A run then sleeps until it is woken; a turn retries.</summary>
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

using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>
/// A run as versions 1.0 and 1.1 executed it: its turn is a sub-orchestration, and its suspension is an activity. See <see cref="EarlierTurn"/>
/// for its removal.
/// </summary>
internal static class EarlierRun
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>Returns null if the run continues later.</summary>
    public static async Task<EndedRun?> ActAsync(TaskOrchestrationContext context, string runId, Task stop)
    {
        var woken = await new RunWakes(context, runId, stop).UntilItMayGoOnAsync();
        if (woken.State is WokenState.Over)
            return await RunAutonomously.EndAsync(context, new(runId, TurnOutcome.Refused, woken.Reason));
        if (woken.State is WokenState.Stopped || stop.IsCompleted)
            return await RunAutonomously.EndAsync(context, new(runId, TurnOutcome.Stopped));
        var turn = woken.Asks;
        var answering = context.CallSubOrchestratorAsync<string>(nameof(RunTurn), turn, new SubOrchestrationOptions(new TaskOptions(), turn.TurnId));
        if (await Task.WhenAny(answering, stop) == stop)
            context.SendEvent(turn.TurnId, RunTurn.StopEvent, "stop");
        await answering;
        if (stop.IsCompleted)
            return await RunAutonomously.EndAsync(context, new(runId));
        var rested = await context.CallActivityAsync<RestedRun>(nameof(RestRun), new RunInput(runId), Persistent);
        if (rested.Next is { } next)
            context.SendEvent(next, RunWakes.WakeEvent, "place");
        await RunAutonomously.DoAsync(context, rested.Parts, stop);
        if (rested.GoesOn && !stop.IsCompleted)
            return null;
        return await RunAutonomously.EndAsync(context, rested.GoesOn ? new(runId, TurnOutcome.Stopped) : new(runId));
    }
}

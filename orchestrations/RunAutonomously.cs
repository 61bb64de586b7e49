using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>
/// One run of an automation, as its author and nobody else: wakes if the author may act at this moment, says what the author agreed to in
/// the author's home thread, lets the ordinary turn answer it, and ends. The instance id is the run id, computed from what woke it.
/// </summary>
public sealed class RunAutonomously
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    [Function(nameof(RunAutonomously))]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("Which run is this?");
        RunEnding ending;
        try
        {
            ending = await ActAsync(context, input.RunId);
        }
        catch (TaskFailedException)
        {
            ending = new(input.RunId, TurnOutcome.Failed, "internal");
        }

        var ended = await context.CallActivityAsync<EndedRun>(nameof(EndRun), ending, Persistent);
        if (ended.Next is { } next)
            context.SendEvent(next, RunWakes.WakeEvent, "place");
        return ended.Status;
    }

    private static async Task<RunEnding> ActAsync(TaskOrchestrationContext context, string runId)
    {
        var stop = context.WaitForExternalEvent<string>(RunTurn.StopEvent);
        var woken = await new RunWakes(context, runId, stop).UntilItMayGoOnAsync();
        if (woken.State is WokenState.Stopped)
            return new(runId, TurnOutcome.Stopped);
        if (woken.State is WokenState.Over)
            return new(runId, TurnOutcome.Refused, woken.Reason);
        var turn = new RunTurnInput(woken.ThreadId!, woken.MessageId!);
        if (stop.IsCompleted)
            return new(runId, TurnOutcome.Stopped);
        var answering = context.CallSubOrchestratorAsync<string>(nameof(RunTurn), turn, new SubOrchestrationOptions(new TaskOptions(), turn.TurnId));
        if (await Task.WhenAny(answering, stop) == stop)
            context.SendEvent(turn.TurnId, RunTurn.StopEvent, "stop");
        await answering;
        return new(runId);
    }
}

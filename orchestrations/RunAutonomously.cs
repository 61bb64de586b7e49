using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>
/// One run of an automation, as its author and nobody else: wakes if the author may act at this moment, says what the author agreed to in
/// the author's home thread, lets the ordinary turn answer it, and ends; or, where that turn asked for it, has parts of the work done and asks
/// again later, in a history that begins anew. The instance id is the run id, computed from what woke it.
/// </summary>
public sealed class RunAutonomously
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    [Function(nameof(RunAutonomously))]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("Which run is this?");
        RunEnding? ending;
        try
        {
            ending = await ActAsync(context, input.RunId);
        }
        catch (TaskFailedException)
        {
            ending = new(input.RunId, TurnOutcome.Failed, "internal");
        }

        if (ending is null)
        {
            context.ContinueAsNew(input);
            return "goes on";
        }

        var ended = await context.CallActivityAsync<EndedRun>(nameof(EndRun), ending, Persistent);
        if (ended.Next is { } next)
            context.SendEvent(next, RunWakes.WakeEvent, "place");
        return ended.Status;
    }

    /// <summary>Null when it goes on.</summary>
    private static async Task<RunEnding?> ActAsync(TaskOrchestrationContext context, string runId)
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
        if (stop.IsCompleted)
            return new(runId);
        var rested = await context.CallActivityAsync<RestedRun>(nameof(RestRun), new RunInput(runId), Persistent);
        if (rested.Next is { } next)
            context.SendEvent(next, RunWakes.WakeEvent, "place");
        await DoAsync(context, rested.Parts, stop);
        return !rested.GoesOn ? new(runId) : stop.IsCompleted ? new(runId, TurnOutcome.Stopped) : null;
    }

    /// <summary>A part never outlives the run that began it: who stops the run stops them all.</summary>
    private static async Task DoAsync(TaskOrchestrationContext context, IReadOnlyList<string> parts, Task stop)
    {
        if (parts.Count == 0)
            return;
        var all = Task.WhenAll(parts.Select(part => context.CallSubOrchestratorAsync<string>(nameof(RunAutonomously), new RunInput(part), new SubOrchestrationOptions(new TaskOptions(), part))));
        if (await Task.WhenAny(all, stop) == stop)
        {
            foreach (var part in parts)
                context.SendEvent(part, RunTurn.StopEvent, "stop");
        }

        await all;
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Orchestrations.Delivering;

namespace Onbehalf.Orchestrations;

/// <summary>
/// One run of an automation, under its author's identity only. If the author may act now, it posts the agreed prompt in the author's home thread
/// and answers it like any turn. Then it ends, or runs the parts that the turn requested and continues later with a new history. The instance id
/// is the run id, computed from the occasion.
/// </summary>
public sealed class RunAutonomously
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    [Function(nameof(RunAutonomously))]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("Which run is this?");
        var stop = context.WaitForExternalEvent<string>(RunTurn.StopEvent);
        EndedRun? ended;
        try
        {
            ended = await (EarlierTurn.Is(context) ? EarlierRun.ActAsync(context, input.RunId, stop) : ActAsync(context, input.RunId, stop));
        }
        catch (TaskFailedException)
        {
            ended = await EndAsync(context, new(input.RunId, TurnOutcome.Failed, "internal"));
        }

        if (ended is null)
        {
            context.ContinueAsNew(input);
            return "goes on";
        }

        if (ended.IsForSlack)
            await context.CallActivityAsync(nameof(BeginRunInSlack), new SlackRan(input.RunId), Persistent);
        return ended.Status;
    }

    /// <summary>Runs the parts of a run. A part never outlives its parent: a stop of the parent stops its parts.</summary>
    internal static async Task DoAsync(TaskOrchestrationContext context, IReadOnlyList<string> parts, Task stop)
    {
        if (parts.Count == 0 || (stop.IsCompleted && !StartsStoppedParts(context)))
            return;
        var all = Task.WhenAll(
            parts.Select(part =>
                context.CallSubOrchestratorAsync<string>(nameof(RunAutonomously), new RunInput(part), new SubOrchestrationOptions(new TaskOptions(), part))));
        if (await Task.WhenAny(all, stop) == stop)
        {
            foreach (var part in parts)
                context.SendEvent(part, RunTurn.StopEvent, "stop");
        }

        await all;
    }

    /// <summary>
    /// Until 1.3, a run that was stopped before its parts began started and then stopped them. Remove with <see cref="EarlierRun"/>.
    /// </summary>
    private static bool StartsStoppedParts(TaskOrchestrationContext context) => context.Version is "1.0" or "1.1" or "1.2" or "1.3";

    /// <summary>Returns null if the run continues later.</summary>
    private static async Task<EndedRun?> ActAsync(TaskOrchestrationContext context, string runId, Task stop)
    {
        var woken = await new RunWakes(context, runId, stop).UntilItMayGoOnAsync();
        if (woken.State is WokenState.Stopped || stop.IsCompleted)
            return await EndAsync(context, new(runId, TurnOutcome.Stopped));
        if (woken.State is WokenState.Over)
            return await EndAsync(context, new(runId, TurnOutcome.Refused, woken.Reason));
        var answered = await RunTurn.AnswerAsync(context, woken.Asks, stop, runId);
        var ended = answered.Run is { } with ? Rouse(context, with) : await EndAsync(context, new(runId, MayRest: !stop.IsCompleted));
        if (ended.Rested is not { } rested)
            return ended;
        await DoAsync(context, rested.Parts, stop);
        return stop.IsCompleted ? await EndAsync(context, new(runId, TurnOutcome.Stopped)) : null;
    }

    internal static async Task<EndedRun> EndAsync(TaskOrchestrationContext context, RunEnding ending)
    {
        return Rouse(context, await context.CallActivityAsync<EndedRun>(nameof(EndRun), ending, Persistent));
    }

    /// <summary>Wakes the run that has waited longest for the released place.</summary>
    private static EndedRun Rouse(TaskOrchestrationContext context, EndedRun ended)
    {
        if (ended.Next is { } next)
            context.SendEvent(next, RunWakes.WakeEvent, "place");
        return ended;
    }
}

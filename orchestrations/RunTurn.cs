using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations;

/// <summary>
/// The orchestration of a turn, from one speaker's message to the reply. The instance id is the turn id, computed from the message, so a second
/// start changes nothing. <see cref="RunRounds"/> does the work. The orchestration handles what must survive a process: confirmations, stop, hold
/// and pause.
/// </summary>
public sealed class RunTurn
{
    public const string StopEvent = "stop";

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>Back-off of a run before each retry of an unreachable model.</summary>
    private static readonly TimeSpan[] ModelPauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    [Function(nameof(RunTurn))]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunTurnInput>() ?? throw new InvalidOperationException("A turn needs its message.");
        var stop = context.WaitForExternalEvent<string>(StopEvent);
        var outcome = EarlierTurn.Is(context) ? await EarlierTurn.AnswerAsync(context, input, stop) : (await AnswerAsync(context, input, stop)).Outcome;
        return outcome.ToString();
    }

    /// <summary>
    /// The name of the event that wakes one waiting call. It carries no decision: the decision is read from the row that the endpoint wrote.
    /// </summary>
    public static string ConfirmationEvent(string callId) => $"confirmation:{callId}";

    /// <param name="run">The run whose turn this is; null for an attended turn.</param>
    internal static async Task<AnsweredTurn> AnswerAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop, string? run = null)
    {
        RoundsEnd end;
        try
        {
            end = await AnswerOrStopAsync(context, input, stop, run);
        }
        catch (TaskFailedException)
        {
            end = new(TurnOutcome.Failed, "internal");
        }

        if (!end.IsPosted)
            await context.CallActivityAsync(nameof(PostReply), new TurnEnding(input.TurnId, end.Outcome, end.Reason), Persistent);
        return new(end.Outcome, end.Run);
    }

    private static async Task<RoundsEnd> AnswerOrStopAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop, string? run)
    {
        var sideEffects = new SideEffects(context, input.TurnId, stop);
        var answer = TakeRoundsAsync(context, input, stop, sideEffects, run);
        if (await Task.WhenAny(answer, stop) == answer)
            return await answer;

        // A confirmed change that has started cannot be cancelled. The reply waits for its result.
        await sideEffects.UnderWayAsync();
        return new(TurnOutcome.Stopped);
    }

    /// <summary>Runs rounds until the turn ends. After a stop, nothing new starts, and results of running activities are discarded.</summary>
    private static async Task<RoundsEnd> TakeRoundsAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop, SideEffects sideEffects, string? ends)
    {
        RunWakes? wakes = null;
        var (pauses, queued) = (0, 0);
        for (var round = new RoundsInput(input.ThreadId, input.MessageId, MayQueue: true, Turn: input.Turn, Ends: ends); !stop.IsCompleted;)
        {
            var taken = await context.CallActivityAsync<RoundsTaken>(nameof(RunRounds), round, Persistent);
            if (taken.State is RoundsState.Ended)
                return new(taken.Outcome!.Value, IsPosted: true, Run: taken.EndedRun);
            if (stop.IsCompleted)
                break;
            if (taken.State is RoundsState.Queued)
            {
                await sideEffects.PauseAsync(QueuePauses.Before(queued++));
                continue;
            }

            queued = 0;
            wakes ??= taken.RunId is { } run ? new RunWakes(context, run, stop) : null;
            if (taken.State is RoundsState.GoesOn)
                pauses = 0;
            if (taken.State is RoundsState.Unreachable && pauses == ModelPauses.Length)
                return new(TurnOutcome.Failed, taken.Reason);
            if (taken.State is RoundsState.Unreachable)
                await wakes!.PauseAsync(context.CurrentUtcDateTime + ModelPauses[pauses++]);
            if (taken.State is not RoundsState.GoesOn && !stop.IsCompleted && await wakes!.UntilItMayGoOnAsync() is { State: not WokenState.Goes } woken)
                return new(TurnOutcome.Refused, woken.Reason ?? "stopped");
            if (!stop.IsCompleted)
                await Task.WhenAll(taken.SideEffects.Select(call => sideEffects.RunAsync(call, wakes)));
            round = round with { ModelCall = taken.ModelCall, ToolCalls = taken.ToolCalls };
        }

        return new(TurnOutcome.Stopped);
    }

    private sealed record RoundsEnd(TurnOutcome Outcome, string? Reason = null, bool IsPosted = false, EndedRun? Run = null);
}

/// <param name="Run">The result for the turn's run, if it ended or was suspended with the turn.</param>
internal sealed record AnsweredTurn(TurnOutcome Outcome, EndedRun? Run);

/// <summary>Starts the turn of a message. Idempotent by the turn id.</summary>
internal static class TurnStart
{
    public static Task BeginAsync(DurableTaskClient turns, TurnId turn, CancellationToken cancellation) => StartOnce.BeginAsync(
        turns, nameof(RunTurn), new RunTurnInput(turn.Thread.Value, turn.Asking.Value, Turn: turn.Value), turn.Value, cancellation);

    /// <summary>The engine can start a finished instance again under the same id, so a retry checks first.</summary>
    public static async Task<bool> HasBegunAsync(DurableTaskClient turns, MessageStore messages, TurnId turn, CancellationToken cancellation) =>
        await messages.FindReplyAsync(turn, cancellation) is not null
        || await IsKnownAsync(turns, turn, cancellation);

    public static async Task<bool> IsKnownAsync(DurableTaskClient turns, TurnId turn, CancellationToken cancellation) =>
        await turns.GetInstanceAsync(turn.Value, getInputsAndOutputs: false, cancellation) is not null;
}

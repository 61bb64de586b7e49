using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Runs the rounds of a turn, up to its reply if nothing has to wait. A round makes one model call and runs the reads that the model requested. A
/// retried activity continues from the working set. The working set refuses the write before each model call and each batch of reads once the
/// turn has been stopped.
/// </summary>
public sealed class RunRounds(
    MessageStore messages,
    TurnStore turns,
    RunStore runs,
    WorkingSet workingSet,
    ModelStep model,
    CallStep calls,
    ReplyStep reply,
    EndStep end,
    PlaceStep place,
    AgentLimits limits,
    TimeProvider time)
{
    /// <summary>An activity has no heartbeat. Shorter activities repeat less work after a crash.</summary>
    internal static readonly TimeSpan LongestActivity = TimeSpan.FromSeconds(30);

    [Function(nameof(RunRounds))]
    public async Task<RoundsTaken> Run([ActivityTrigger] RoundsInput input, FunctionContext context)
    {
        var taken = await RunAsync(input, context.CancellationToken);
        return taken.State is RoundsState.Ended && input.Ends is { } run
            ? taken with { EndedRun = await end.TakeAsync(new(run, MayRest: true), context.CancellationToken) }
            : taken;
    }

    private async Task<RoundsTaken> RunAsync(RoundsInput input, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        var (turn, confirming) = input.ModelCall == 0 ? await BeginAsync(input, cancellation) : (await FindAsync(input.TurnId, cancellation), null);
        if (turn.Status is not TurnStatus.Running)
            return EndedBefore(turn);
        var next = new RoundsTaken(RoundsState.GoesOn, input.ModelCall, input.ToolCalls, [], RunId: turn.Run?.Value);
        // The confirmations are decided: from here on the turn needs a place again.
        if (input is { MayQueue: true, ModelCall: > 0 } && !await place.GoOnAsync(turn, cancellation))
            return next with { State = turn.Run is null ? RoundsState.Queued : RoundsState.Held };
        while (true)
        {
            next = await TakeAsync(turn, next, confirming, cancellation);
            confirming = null;
            if (next is not { State: RoundsState.GoesOn, SideEffects: [] } || time.GetElapsedTime(since) > LongestActivity)
                return next;
        }
    }

    /// <summary>Begins the turn. The directory is asked about the speaker at the same time, for the first model call.</summary>
    private async Task<(TurnState Turn, Task<AuthorityResult>? Confirming)> BeginAsync(RoundsInput input, CancellationToken cancellation)
    {
        var id = input.TurnId;
        var message = await messages.RequireAskingAsync(id, cancellation);
        var confirming = model.ConfirmAsync(message.AskedBy, cancellation);
        var turn = new TurnState(id, id.Thread, message.Id, message.AskedBy, TurnStatus.Running, time.GetUtcNow(), Run: message.Run);
        if (turn.Run is { } run && await runs.FindAsync(run, cancellation) is { } state)
            turn = turn with { Chain = state.Chain };
        return (await turns.BeginAsync(turn, message.At, cancellation), confirming);
    }

    /// <summary>Reads the turn from storage, because it can have been stopped while side effects waited.</summary>
    private async Task<TurnState> FindAsync(TurnId id, CancellationToken cancellation)
    {
        _ = await turns.RequireAsync(id, cancellation);
        return await turns.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Turn {id} was never begun.");
    }

    private async Task<RoundsTaken> TakeAsync(TurnState turn, RoundsTaken round, Task<AuthorityResult>? confirming, CancellationToken cancellation)
    {
        if (round.ModelCall >= limits.ModelCalls)
            return await EndAsync(turn, round, new(turn.Id.Value, TurnOutcome.Failed, "too-many-model-calls"), cancellation);
        var answer = await model.AskAsync(turn, round.ModelCall, postsNow: true, cancellation, confirming);
        if (answer.Failure is { } failure)
            return await FailAsync(turn, round, answer, failure, cancellation);
        if (workingSet.HasEnded(turn))
            return Ended(round, TurnOutcome.Stopped);
        if (answer.Calls.Count == 0)
            return await EndAsync(turn, round, new(turn.Id.Value, TurnOutcome.Completed, FinalModelCall: round.ModelCall), cancellation);
        var toolCalls = round.ToolCalls + answer.Calls.Count;
        if (toolCalls > limits.ToolCalls)
            return await EndAsync(turn, round, new(turn.Id.Value, TurnOutcome.Failed, "too-many-tool-calls"), cancellation);
        var read = await Task.WhenAll(
            answer.Calls.Where(static call => !call.NeedsConfirmation).Select(call => calls.RunAsync(turn, new(turn.Id.Value, call.CallId), cancellation)));
        if (workingSet.HasEnded(turn))
            return Ended(round, TurnOutcome.Stopped);
        if (read.Contains(CallProgress.Held))
            return round with { State = RoundsState.Held };
        return round with
        {
            ModelCall = round.ModelCall + 1,
            ToolCalls = toolCalls,
            SideEffects = [.. answer.Calls.Where(static call => call.NeedsConfirmation).Select(static call => call.CallId)],
        };
    }

    /// <summary>Reports a failure to an attended turn at once. A run waits, and the orchestrator decides how long.</summary>
    private async Task<RoundsTaken> FailAsync(TurnState turn, RoundsTaken round, ModelCallResult answer, string failure, CancellationToken cancellation) =>
        (turn.Run, answer) switch
        {
            (not null, { IsRefusal: true }) => round with { State = RoundsState.Held, Reason = failure },
            (not null, { IsPassing: true }) => round with { State = RoundsState.Unreachable, Reason = failure },
            _ => await EndAsync(turn, round, new(turn.Id.Value, answer.IsRefusal ? TurnOutcome.Refused : TurnOutcome.Failed, failure), cancellation),
        };

    private async Task<RoundsTaken> EndAsync(TurnState turn, RoundsTaken round, TurnEnding ending, CancellationToken cancellation)
    {
        await reply.PostAsync(turn, ending, cancellation);
        return Ended(round, ending.Outcome);
    }

    /// <summary>Handles a turn that was stopped before it began, or whose reply an earlier attempt posted before it crashed.</summary>
    private RoundsTaken EndedBefore(TurnState turn)
    {
        reply.Leave(turn);
        return Ended(new(RoundsState.Ended, 0, 0, []), Enum.Parse<TurnOutcome>(turn.Status.ToString()));
    }

    private static RoundsTaken Ended(RoundsTaken round, TurnOutcome outcome) => round with { State = RoundsState.Ended, SideEffects = [], Outcome = outcome };
}

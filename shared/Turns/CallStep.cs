using Onbehalf.Acts;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// Runs one tool call of a turn with the speaker's rights, through <see cref="InvokeTool"/>. Idempotent: a completed call returns its stored
/// progress.
/// </summary>
public sealed class CallStep(TurnStore turns, TurnCalls calls, InvokeTool invoke, RunPulse pulse, PlaceStep place, TimeProvider time)
{
    public async Task<CallProgress> RunAsync(TurnState turn, ToolCallInput input, CancellationToken cancellation)
    {
        var call = await calls.ReadAsync(turn, input.CallId, cancellation);
        var pending = input.Confirmed ? (await turns.FindConfirmationAsync(turn, call.Id.Value, cancellation))?.Pending : null;
        if (await calls.DoneAsync(turn, call, cancellation) is { } done)
        {
            await invoke.EnsureOutcomeAsync(TurnCalls.Request(turn, call, input.Ask, input.Confirmed ? "" : null, pending?.Consent), done, cancellation);
            return CallProgress.Done;
        }

        if (!input.Confirmed)
            return await ActAsync(turn, call, input, null, cancellation);

        return pending switch
        {
            { Decision: ConfirmationDecision.Approved } when input.MayQueue && !await place.GoOnAsync(turn, cancellation) => turn.Run is null
                ? CallProgress.Queued
                : CallProgress.Held,
            { Decision: ConfirmationDecision.Approved } => await ActInPlaceAsync(turn, call, input, pending, cancellation),
            { Decision: ConfirmationDecision.Open } when turn.Run is { } run && !await pulse.BeatsAsync(turn.Speaker, run, cancellation) => CallProgress.Held,
            { Decision: ConfirmationDecision.Open } when time.GetUtcNow() < pending.Expires => CallProgress.StillWaiting,
            { Decision: ConfirmationDecision.Declined } => await SettleAsync(turn, call, StepStatus.Declined, cancellation),
            _ => await SettleAsync(turn, call, StepStatus.Expired, cancellation),
        };
    }

    private async Task<CallProgress> ActInPlaceAsync(
        TurnState turn, TurnCall call, ToolCallInput input, PendingConfirmation approved, CancellationToken cancellation)
    {
        var progress = await ActAsync(turn, call, input, approved, cancellation);
        if (input.MayQueue)
            await place.WaitUnlessDoneAsync(turn, call.Id.Value, cancellation);
        return progress;
    }

    private async Task<CallProgress> ActAsync(TurnState turn, TurnCall call, ToolCallInput input, PendingConfirmation? approved, CancellationToken cancellation)
    {
        var request = TurnCalls.Request(turn, call, input.Ask, approved?.Card.Digest, approved?.Consent);
        var outcome = await invoke.RunAsync(request, calls.Keeper(turn, call, input.Ask), cancellation);
        if (outcome.Kind is ToolOutcomeKind.Held)
            return CallProgress.Held;
        return (outcome.Result.RefusalCode, input.LastAsk) switch
        {
            (RefusalCodes.Changed, false) => CallProgress.AskAgain,
            (RefusalCodes.Changed, true) => await SettleAsync(turn, call, StepStatus.Refused, cancellation),
            _ => CallProgress.Done,
        };
    }

    private async Task<CallProgress> SettleAsync(TurnState turn, TurnCall call, StepStatus status, CancellationToken cancellation)
    {
        await calls.SettleAsync(turn, call, status, cancellation);
        return CallProgress.Done;
    }
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Agent;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Draws the card of a side effect from its exact arguments and the present state, and puts the question to the speaker.</summary>
public sealed class AskConfirmation(TurnStore turns, TurnCalls calls, InvokeTool invoke, AgentLimits limits, TurnEvents events, TimeProvider time)
{
    [Function(nameof(AskConfirmation))]
    public async Task<AskedConfirmation> Run([ActivityTrigger] ToolCallInput input, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        var turn = await turns.RequireAsync(TurnId.Parse(input.TurnId), cancellation);
        var call = await calls.ReadAsync(turn, input.CallId, cancellation);
        if (await calls.DoneAsync(turn, call, cancellation) is not null)
            return new(false, default);

        // The app may have died after putting the question: whatever was answered since stands.
        if ((await turns.FindConfirmationAsync(turn, call.Id.Value, cancellation))?.Pending is { } before && before.Ask == input.Ask)
            return new(true, before.Expires.UtcDateTime);

        var now = time.GetUtcNow();
        var request = TurnCalls.Request(turn, call, input.Ask, null);
        if (await invoke.PreviewAsync(request, calls.Keeper(turn, call, input.Ask), cancellation) is not { } card)
            return new(false, default);

        card = card with { TextAuthors = request.TextAuthors };
        if (!PendingConfirmation.Holds(card))
        {
            await calls.SettleAsync(turn, call, StepStatus.Failed, cancellation);
            return new(false, default);
        }

        var hash = ArgumentHash.Of(call.Id, call.Requested.Tool, call.Requested.Arguments, card);
        var pending = new PendingConfirmation(call.Id.Value, hash, card, now + limits.Confirmation, ConfirmationDecision.Open, Ask: input.Ask);
        var step = new TurnStep(call.Id.Value, call.Requested.Tool, card.Target, StepStatus.Waiting, now);
        if (!await turns.AskAsync(turn, pending, step, cancellation))
            return new(false, default);
        await events.AskedAsync(turn, step, pending, cancellation);
        return new(true, pending.Expires.UtcDateTime);
    }
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Acts;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Tools;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Builds the confirmation card of a side effect from its exact arguments and the current state. Asks the speaker to confirm it.</summary>
public sealed class AskConfirmation(
    TurnStore turns, TurnCalls calls, InvokeTool invoke, AgentLimits limits, RunLimits runLimits, TurnEvents events, PlaceStep place, TimeProvider time)
{
    [Function(nameof(AskConfirmation))]
    public async Task<AskedConfirmation> Run([ActivityTrigger] ToolCallInput input, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        var turn = await turns.RequireAsync(TurnId.Parse(input.TurnId), cancellation);
        var call = await calls.ReadAsync(turn, input.CallId, cancellation);
        if (await calls.DoneAsync(turn, call, cancellation) is not null)
            return new(false, default);

        // Retry after a crash: a decision that was made since the first attempt is kept.
        var before = (await turns.FindConfirmationAsync(turn, call.Id.Value, cancellation))?.Pending;
        if (before?.Ask == input.Ask)
        {
            if (before.Decision is ConfirmationDecision.Open)
            {
                var waiting = new TurnStep(call.Id.Value, call.Requested.Tool, before.Card.Target, StepStatus.Waiting, time.GetUtcNow());
                await Task.WhenAll(events.AskedAsync(turn, waiting, before, cancellation), events.RemindAsync(turn, before, cancellation));
            }

            var first = input.MayQueue && before.Decision is ConfirmationDecision.Open ? await place.WaitAsync(turn, cancellation) : null;
            return new(true, before.Expires.UtcDateTime, Agreed: before.Consent is not null, Next: first);
        }

        var now = time.GetUtcNow();
        var agreedToSend = before is { Decision: ConfirmationDecision.Approved } ? before.AgreedToSend ?? before.Card.Digest : null;
        var request = TurnCalls.Request(turn, call, input.Ask, null) with { AgreedToSend = agreedToSend };
        var asked = await invoke.PreviewAsync(request, calls.Keeper(turn, call, input.Ask), cancellation);
        if (asked is ToolAsk.Held)
            return new(false, default, Held: true);
        if (asked is ToolAsk.Settled)
            return new(false, default);

        var consent = (asked as ToolAsk.Agreed)?.Consent;
        var card = (asked as ToolAsk.Ask)?.Card ?? ((ToolAsk.Agreed)asked).Card;
        card = card with { TextAuthors = request.TextAuthors };
        if (!PendingConfirmation.Holds(card))
        {
            await calls.SettleAsync(turn, call, StepStatus.Failed, cancellation);
            return new(false, default);
        }

        var hash = ArgumentHash.Of(call.Id, call.Requested.Tool, call.Requested.Arguments, card);
        var pending = new PendingConfirmation(
            call.Id.Value,
            hash,
            card,
            now + (turn.Run is null ? limits.Confirmation : runLimits.Confirmation),
            ConfirmationDecision.Open,
            Ask: input.Ask,
            AgreedToSend: agreedToSend);
        if (consent is not null)
            return await AgreeAsync(turn, pending with { Decision = ConfirmationDecision.Approved, DecidedAt = now, Consent = consent }, call, cancellation);
        if (pending.WithEvidence(turn.Speaker, call.Evidence, (asked as ToolAsk.Ask)?.Shows ?? []) is not { } whole)
        {
            await calls.SettleAsync(turn, call, StepStatus.Failed, cancellation);
            return new(false, default);
        }

        pending = whole;
        var step = new TurnStep(call.Id.Value, call.Requested.Tool, card.Target, StepStatus.Waiting, now);
        if (!await turns.AskAsync(turn, pending, step, cancellation))
            return new(false, default);
        var next = input.MayQueue ? await place.WaitAsync(turn, cancellation) : null;
        await Task.WhenAll(events.AskedAsync(turn, step, pending, cancellation), events.RemindAsync(turn, pending, cancellation));
        return new(true, pending.Expires.UtcDateTime, Next: next);
    }

    private async Task<AskedConfirmation> AgreeAsync(TurnState turn, PendingConfirmation agreed, TurnCall call, CancellationToken cancellation)
    {
        var step = new TurnStep(call.Id.Value, call.Requested.Tool, agreed.Card.Target, StepStatus.Running, agreed.DecidedAt!.Value);
        if (!await turns.AskAsync(turn, agreed, step, cancellation))
            return new(false, default);
        await events.SteppedAsync(turn, step, cancellation);
        return new(true, agreed.Expires.UtcDateTime, Agreed: true);
    }
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Agent;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Takes the speaker from the stored message, asks the directory whether they are there, and refuses with a reason they can act on.
/// </summary>
public sealed class BeginTurn(MessageStore messages, Authorities authorities, TurnStore turns, RunStore runs, AgentLimits limits, TimeProvider time)
{
    [Function(nameof(BeginTurn))]
    public async Task<BegunTurn> Run([ActivityTrigger] RunTurnInput input, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        var id = MessageId.Parse(input.MessageId);
        if (await messages.FindAsync(id, cancellation) is not ThreadMessage.Typed message)
            throw new InvalidOperationException($"Message {id} was not typed by a person.");

        var turn = new TurnState(new(id), id.Thread, id, message.AskedBy, TurnStatus.Running, time.GetUtcNow(), Run: message.Run);

        if (turn.Run is { } run && await runs.FindAsync(run, cancellation) is { } state)
            turn = turn with { Chain = state.Chain };

        // A run that may not go on does not end here: it sleeps, and each of its steps asks again.
        if (turn.Run is null && await authorities.ConfirmAsync(message.AskedBy, Freshness.Read, cancellation) is AuthorityResult.Refused refused)
            turn = turn with { Status = TurnStatus.Refused, Refusal = refused.Reason, RefusalCode = refused.Code };
        turn = await turns.BeginAsync(turn, cancellation);
        return new(turn.Status is TurnStatus.Running, limits.ModelCalls, limits.ToolCalls, turn.Run?.Value);
    }
}

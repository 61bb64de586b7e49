using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Reads the speaker from the stored message and makes the first model call. Both share one activity, because each activity adds storage cost and
/// latency.
/// </summary>
public sealed class BeginTurn(MessageStore messages, TurnStore turns, RunStore runs, ModelStep model, AgentLimits limits, TimeProvider time)
{
    [Function(nameof(BeginTurn))]
    public async Task<BegunTurn> Run([ActivityTrigger] RunTurnInput input, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        var id = TurnId.Parse(input.TurnId);
        var message = await messages.RequireAskingAsync(id, cancellation);
        var turn = new TurnState(id, id.Thread, message.Id, message.AskedBy, TurnStatus.Running, time.GetUtcNow(), Run: message.Run);

        if (turn.Run is { } run && await runs.FindAsync(run, cancellation) is { } state)
            turn = turn with { Chain = state.Chain };

        turn = await turns.BeginAsync(turn, message.At, cancellation);
        // Stopped before it began: no answer is needed.
        var answer = turn.Status is TurnStatus.Running ? await model.AskAsync(turn, 0, postsNow: false, cancellation) : null;
        return new(answer is not null, limits.ModelCalls, limits.ToolCalls, turn.Run?.Value, answer);
    }
}

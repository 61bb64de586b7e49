using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Agent;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Ends a turn, however it ended: the reply with what it rests on, then the working set is gone.</summary>
public sealed class PostReply(ReplyComposer composer, MessageStore messages, WorkingSet workingSet, TurnBudget budget)
{
    [Function(nameof(PostReply))]
    public async Task Run([ActivityTrigger] TurnEnding ending, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        var turn = await composer.FindTurnAsync(TurnId.Parse(ending.TurnId), cancellation);
        var status = ending.Outcome switch
        {
            TurnOutcome.Completed => TurnStatus.Completed,
            TurnOutcome.Refused => TurnStatus.Refused,
            TurnOutcome.Failed => TurnStatus.Failed,
            TurnOutcome.Stopped => TurnStatus.Stopped,
            _ => throw new InvalidOperationException($"No such ending: {ending.Outcome}."),
        };
        var ended = turn with { Status = status, RefusalCode = turn.RefusalCode ?? ending.Reason, Refusal = turn.Refusal ?? EndingSentences.For(status, ending.Reason) };
        var reply = await composer.ComposeAsync(ended, ending.FinalModelCall, cancellation);
        var posted = await messages.AppendReplyAsync(turn.Id, reply, cancellation);
        await workingSet.EndAsync(ended with { Reply = posted.Id }, cancellation);
        await budget.LeaveAsync(turn.Speaker.Id, turn.Id, cancellation);
    }
}

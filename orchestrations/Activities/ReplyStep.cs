using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Ends a turn with any outcome: posts the reply with its evidence, then deletes the working set. A stop and an answer can race. The first posted
/// reply wins, and the turn's row gets the status of that reply.
/// </summary>
public sealed class ReplyStep(ReplyComposer composer, MessageStore messages, TurnStore turns, WorkingSet workingSet, StoppedTurnCards cards, TurnBudget budget)
{
    public async Task PostAsync(TurnState turn, TurnEnding ending, CancellationToken cancellation)
    {
        var status = ending.Outcome switch
        {
            TurnOutcome.Completed => TurnStatus.Completed,
            TurnOutcome.Refused => TurnStatus.Refused,
            TurnOutcome.Failed => TurnStatus.Failed,
            TurnOutcome.Stopped => TurnStatus.Stopped,
            _ => throw new InvalidOperationException($"No such ending: {ending.Outcome}."),
        };
        var ended = turn with
        {
            Status = status,
            RefusalCode = turn.RefusalCode ?? ending.Reason,
            Refusal = turn.Refusal ?? EndingSentences.For(status, ending.Reason),
        };
        if (status is TurnStatus.Stopped)
            await cards.CloseAsync(turn, cancellation);
        var reply = await composer.ComposeAsync(ended, ending.FinalModelCall, cancellation);
        var posted = await messages.AppendReplyAsync(turn.Id, reply, cancellation);
        if (await messages.StatusOfAsync(posted, cancellation) is { } said && said != reply.Status)
            ended = await AsPostedAsync(turn, Enum.Parse<TurnStatus>(said.ToString()), cancellation);
        await workingSet.EndAsync(ended with { Reply = posted.Id }, cancellation);
        Leave(turn);
    }

    /// <summary>Releases the speaker's place. A run has none: its place is that of its automation.</summary>
    public void Leave(TurnState turn)
    {
        if (turn.Run is null)
            budget.End(turn.Speaker.Id, turn.Id);
    }

    private async Task<TurnState> AsPostedAsync(TurnState turn, TurnStatus status, CancellationToken cancellation) =>
        await turns.FindAsync(turn.Id, cancellation) is { Status: not TurnStatus.Running } stored
            ? stored
            : turn with { Status = status, Refusal = EndingSentences.For(status, null) };
}

using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Starts the turn a message asks for: once, whoever asks again and however often.</summary>
internal static class TurnStart
{
    public static async Task BeginAsync(DurableTaskClient turns, TurnId turn, CancellationToken cancellation)
    {
        try
        {
            await turns.ScheduleNewOrchestrationInstanceAsync(
                nameof(RunTurn), new RunTurnInput(turn.Thread.Value, turn.Asking.Value, Turn: turn.Value), new StartOrchestrationOptions(turn.Value), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Begun by the first telling: exactly what was asked for.
        }
    }

    /// <summary>A finished instance may be started anew under its id, so a repeated message asks first.</summary>
    public static async Task<bool> HasBegunAsync(DurableTaskClient turns, MessageStore messages, TurnId turn, CancellationToken cancellation) =>
        await messages.FindReplyAsync(turn, cancellation) is not null
        || await turns.GetInstanceAsync(turn.Value, getInputsAndOutputs: false, cancellation) is not null;
}

using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Starts the turn of a message. Idempotent by the turn id.</summary>
internal static class TurnStart
{
    public static async Task BeginAsync(DurableTaskClient turns, TurnId turn, CancellationToken cancellation)
    {
        try
        {
            await turns.ScheduleNewOrchestrationInstanceAsync(
                nameof(RunTurn),
                new RunTurnInput(turn.Thread.Value, turn.Asking.Value, Turn: turn.Value),
                new StartOrchestrationOptions(turn.Value),
                cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier attempt started it.
        }
    }

    /// <summary>The engine can start a finished instance again under the same id, so a retry checks first.</summary>
    public static async Task<bool> HasBegunAsync(DurableTaskClient turns, MessageStore messages, TurnId turn, CancellationToken cancellation) =>
        await messages.FindReplyAsync(turn, cancellation) is not null
        || await turns.GetInstanceAsync(turn.Value, getInputsAndOutputs: false, cancellation) is not null;
}

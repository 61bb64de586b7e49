using Microsoft.DurableTask.Client;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Raises an event at the orchestration of a turn. Since version 1.2, a run's turn has no orchestration of its own and uses the run's.
/// </summary>
internal static class TurnSignal
{
    public static async Task RaiseAsync(DurableTaskClient durable, TurnState turn, string name, string payload, CancellationToken cancellation)
    {
        var instance =
            turn.Run is { } run && await durable.GetInstanceAsync(turn.Id.Value, getInputsAndOutputs: false, cancellation) is null ? run.Value : turn.Id.Value;
        await durable.RaiseEventAsync(instance, name, payload, cancellation);
    }
}

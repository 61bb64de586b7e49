using Microsoft.DurableTask.Client;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Ends turns whose orchestration failed, after an incompatible deployment or a long storage outage. Starts turns whose process died between
/// taking their place and starting them. Otherwise both would stay "running". Releases the places of ended turns that a process left when it died.
/// </summary>
public sealed class MendTurns(TurnStore turns, TurnBudget budget, MessageStore messages, TimeProvider time) : IChore
{
    /// <summary>Age of a place from which its start counts as lost, not as in progress.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    public string Schedule => "30 */10 * * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        var failed = new OrchestrationQuery(
            CreatedFrom: time.GetUtcNow() - LookBack, Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        await foreach (var instance in durable.GetAllInstancesAsync(failed).WithCancellation(cancellation))
        {
            if (TurnId.TryParse(instance.InstanceId, out var id))
                await EndIfOpenAsync(turns, durable, id, cancellation);
        }

        await foreach (var turn in budget.ActingSinceAsync(time.GetUtcNow() - Lost, cancellation))
        {
            if (await messages.FindReplyAsync(turn, cancellation) is { } reply)
                await budget.LeaveAsync(reply.AskedBy.Id, turn, cancellation);
            else if (!await TurnStart.IsKnownAsync(durable, turn, cancellation))
                await TurnStart.BeginAsync(durable, turn, cancellation);
        }
    }

    internal static async Task EndIfOpenAsync(TurnStore turns, DurableTaskClient durable, TurnId id, CancellationToken cancellation)
    {
        if (await turns.FindAsync(id, cancellation) is null or { Status: TurnStatus.Running })
            await StartOnce.BeginAsync(durable, nameof(EndTurn), id.Value, EndTurn.InstanceId(id.Value), cancellation);
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Automations.Runs;

namespace Onbehalf.Functions.Runs;

/// <summary>Purges the histories of turns and runs that ended long ago. What they came to stays where people read it.</summary>
public sealed class PurgeInstances(RunLimits limits, TimeProvider time)
{
    [Function(nameof(PurgeInstances))]
    public Task Run([TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(durable);
        ArgumentNullException.ThrowIfNull(context);
        return durable.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                CreatedTo: time.GetUtcNow() - limits.Kept,
                Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]),
            context.CancellationToken);
    }
}

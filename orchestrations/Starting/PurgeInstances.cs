using Microsoft.DurableTask.Client;
using Onbehalf.Automations.Runs;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Purges the histories of turns, runs and chores that ended long ago. Their results stay in threads and runs.</summary>
public sealed class PurgeInstances(RunLimits limits, TimeProvider time) : IChore
{
    public string Schedule => "0 40 3 * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        return durable.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                CreatedTo: time.GetUtcNow() - limits.Kept,
                Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]),
            cancellation);
    }
}

using Microsoft.DurableTask.Local.Leases;

namespace Microsoft.DurableTask.Local;

internal sealed record LocalTaskHubOptions
{
    /// <summary>Letters and digits; the tables' names begin with it.</summary>
    public required string Name { get; init; }

    /// <summary><c>extensions.durableTask.maxConcurrentActivityFunctions</c> of host.json.</summary>
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary><c>extensions.durableTask.maxConcurrentOrchestratorFunctions</c> of host.json: episodes at one time, not live instances.</summary>
    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    public LeaseTiming Lease { get; init; } = LeaseTiming.Default;

    public WorkerProcess Process { get; init; } = WorkerProcess.Current;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

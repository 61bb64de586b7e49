using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Scheduled background work. It runs on one instance at a time and at most once per occurrence. Missed occurrences collapse into one.
/// </summary>
public interface IChore
{
    /// <summary>The key of the chore's state. A renamed chore counts as never run.</summary>
    string Name => GetType().Name;

    /// <summary>A cron expression with six fields, the first for seconds, in UTC.</summary>
    string Schedule { get; }

    /// <summary>True for work of more than a few seconds. It then runs in an orchestration, which survives a crash.</summary>
    bool IsLong { get; }

    /// <summary>Checks cheaply whether there is work. An occurrence without work is not recorded.</summary>
    Task<bool> IsNeededAsync(CancellationToken cancellation) => Task.FromResult(true);

    Task RunAsync(DurableTaskClient durable, CancellationToken cancellation);
}

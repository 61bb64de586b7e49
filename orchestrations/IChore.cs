using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations;

/// <summary>
/// Work that the clock starts, whoever is here. It runs on one instance at a time and at most once per occurrence; occurrences that the
/// app missed are one.
/// </summary>
public interface IChore
{
    /// <summary>Part of the chore's state: a chore with a new name has never run.</summary>
    string Name => GetType().Name;

    /// <summary>A cron of six fields, the first for seconds, in UTC.</summary>
    string Schedule { get; }

    /// <summary>May take longer than a few seconds: it runs in an orchestration of its own, which a crash does not end.</summary>
    bool IsLong { get; }

    /// <summary>One cheap look at whether there is anything to do. An occurrence without work is not taken down anywhere.</summary>
    Task<bool> IsNeededAsync(CancellationToken cancellation) => Task.FromResult(true);

    Task RunAsync(DurableTaskClient durable, CancellationToken cancellation);
}

using Microsoft.DurableTask.Client;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>Deletes files that were not sent within a day, and contents left over from an interrupted upload or deletion.</summary>
public sealed class SweepFiles(FileStore files) : IChore
{
    public string Schedule => "0 47 3 * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => files.SweepAsync(cancellation);
}

using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Automations;

/// <summary>Deletes the ids of events that replay protection no longer needs.</summary>
public sealed class SweepEvents(SeenEvents memory) : IChore
{
    public string Schedule => "0 53 * * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => memory.SweepAsync(cancellation);
}

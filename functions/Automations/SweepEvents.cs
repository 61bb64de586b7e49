using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Automations;

/// <summary>Forgets events that could not be taken again.</summary>
public sealed class SweepEvents(SeenEvents memory) : IChore
{
    public string Schedule => "0 53 * * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => memory.SweepAsync(cancellation);
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;

namespace Onbehalf.Functions.Automations;

/// <summary>Forgets events that could not be taken again.</summary>
public sealed class SweepEvents(EventMemory memory)
{
    [Function(nameof(SweepEvents))]
    public Task Run([TimerTrigger("0 53 * * * *")] TimerInfo timer, CancellationToken cancellation) => memory.SweepAsync(cancellation);
}

using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Finds due automations once a minute.</summary>
public sealed class WakeDue(Waking waking, AutomationStore automations, TimeProvider time) : IChore
{
    public string Schedule => "0 * * * * *";

    public bool IsLong => false;

    public Task<bool> IsNeededAsync(CancellationToken cancellation) => automations.IsAnyDueAsync(time.GetUtcNow(), cancellation);

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => waking.WakeAsync(durable, cancellation);
}

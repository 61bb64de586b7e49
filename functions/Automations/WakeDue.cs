using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Functions.Automations;

/// <summary>Looks once a minute for automations that are due.</summary>
public sealed class WakeDue(Waking waking)
{
    [Function(nameof(WakeDue))]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, FunctionContext context) =>
        waking.WakeAsync(durable, context.CancellationToken);
}

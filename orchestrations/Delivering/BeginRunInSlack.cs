using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Delivering;

/// <summary>Starts the delivery of a run's result in a separate instance, so that the run can complete while Slack is unavailable.</summary>
public sealed class BeginRunInSlack
{
    [Function(nameof(BeginRunInSlack))]
    public static Task Run([ActivityTrigger] SlackRan ran, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return StartOnce.BeginAsync(durable, nameof(DeliverRunInSlack), ran, ran.InstanceId, context.CancellationToken);
    }
}

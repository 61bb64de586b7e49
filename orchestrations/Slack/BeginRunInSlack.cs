using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Starts the delivery of a run's result in a separate instance, so that the run can complete while Slack is unavailable.</summary>
public sealed class BeginRunInSlack(SlackStart start)
{
    [Function(nameof(BeginRunInSlack))]
    public Task Run([ActivityTrigger] SlackRan ran, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return start.BeginAsync(durable, ran, context.CancellationToken);
    }
}

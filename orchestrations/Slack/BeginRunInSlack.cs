using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Begins the delivery of a run's result in an instance of its own, so that the run is over while Slack is away.</summary>
public sealed class BeginRunInSlack(SlackStart start)
{
    [Function(nameof(BeginRunInSlack))]
    public Task Run([ActivityTrigger] SlackRan ran, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return start.BeginAsync(durable, ran, context.CancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Waits for a turn's answer up to a timeout, and delivers it. Idempotent: each message is posted once.</summary>
public sealed class DeliverToSlack(SlackAnswering answering)
{
    [Function(nameof(DeliverToSlack))]
    public Task<SlackAgain> Run([ActivityTrigger] SlackHeard which, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return answering.RunAsync(which, context.CancellationToken);
    }
}

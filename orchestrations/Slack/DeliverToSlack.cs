using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Waits a while for a turn's answer and delivers it. Safe to run twice: each message is posted once.</summary>
public sealed class DeliverToSlack(SlackAnswering answering)
{
    [Function(nameof(DeliverToSlack))]
    public Task<SlackAgain> Run([ActivityTrigger] SlackHeard which, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return answering.RunAsync(which, context.CancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a message of the web app to its Slack thread. Idempotent.</summary>
public sealed class EchoToSlack(TellSlack tell)
{
    /// <returns>The message in Slack whose answer is to be delivered; null when there is no answer to wait for.</returns>
    [Function(nameof(EchoToSlack))]
    public Task<SlackHeard?> Run([ActivityTrigger] SlackTold told, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return tell.RunAsync(told, context.CancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Aligns the conversations of a channel, or ends all links. Safe to run twice.</summary>
public sealed class SettleSlack(SlackSettling settling)
{
    [Function(nameof(SettleSlack))]
    public Task Run([ActivityTrigger] SlackChange change, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return settling.RunAsync(change, context.CancellationToken);
    }
}

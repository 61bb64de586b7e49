using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Aligns the members of a channel's conversations, or ends all links. Idempotent.</summary>
public sealed class SettleSlack(SlackSettling settling)
{
    [Function(nameof(SettleSlack))]
    public Task Run([ActivityTrigger] SlackChange change, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return settling.RunAsync(change, context.CancellationToken);
    }
}

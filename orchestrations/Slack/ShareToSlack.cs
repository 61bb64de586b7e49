using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a previewed answer to its channel, if it is still what was previewed. Safe to run twice.</summary>
public sealed class ShareToSlack(ShareFromSlack share)
{
    [Function(nameof(ShareToSlack))]
    public Task Run([ActivityTrigger] SlackShareClick click, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return share.RunAsync(click, context.CancellationToken);
    }
}

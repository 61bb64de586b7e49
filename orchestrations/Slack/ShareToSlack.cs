using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a previewed answer to its channel, unless it has changed since the preview. Idempotent.</summary>
public sealed class ShareToSlack(ShareFromSlack share)
{
    [Function(nameof(ShareToSlack))]
    public Task Run([ActivityTrigger] SlackShareClick click, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return share.RunAsync(click, context.CancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Reverts a share that was posted in part when its retries ran out. Idempotent.</summary>
public sealed class GiveUpShareInSlack(ShareFromSlack share)
{
    [Function(nameof(GiveUpShareInSlack))]
    public Task Run([ActivityTrigger] SlackShareClick click, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return share.GiveUpAsync(click, context.CancellationToken);
    }
}

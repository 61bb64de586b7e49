using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>From the click under a preview to the messages in the channel. The instance id is computed from the click, so a second one changes nothing.</summary>
public sealed class ShareInSlack
{
    [Function(nameof(ShareInSlack))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(ShareToSlack), context.GetInput<SlackShareClick>(), SlackPatience.Options);
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a previewed share, on the click under its preview. The instance id is derived from the click, so a second click has no effect.</summary>
public sealed class ShareInSlack
{
    [Function(nameof(ShareInSlack))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(ShareToSlack), context.GetInput<SlackShareClick>(), SlackPatience.Options);
}

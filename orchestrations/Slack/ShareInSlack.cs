using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a previewed share, on the click under its preview. The instance id is derived from the click, so a second click has no effect.</summary>
public sealed class ShareInSlack
{
    [Function(nameof(ShareInSlack))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        // One nonce for all attempts, so that a retry does not repeat a share that was taken back meanwhile.
        var click = context.GetInput<SlackShareClick>()! with { Nonce = context.NewGuid().ToString("N") };
        return context.CallActivityAsync(nameof(ShareToSlack), click, SlackPatience.Options);
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Delivering;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts a previewed share, on the click under its preview. The instance id is derived from the click, so a second click has no effect.</summary>
public sealed class ShareInSlack
{
    [Function(nameof(ShareInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<SlackShareClick>() ?? throw new InvalidOperationException("Which click?");
        // One nonce for all attempts, so that a retry does not repeat a share that was taken back meanwhile.
        var click = input with { Nonce = context.NewGuid().ToString("N") };
        try
        {
            await context.CallActivityAsync(nameof(ShareToSlack), click, SlackPatience.Options);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(GiveUpShareInSlack), click, SlackPatience.Options);
        }
    }
}

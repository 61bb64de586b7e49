using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Delivering;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Applies a change in Slack to many rows, after the event was acknowledged.</summary>
public sealed class SettleInSlack
{
    [Function(nameof(SettleInSlack))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(SettleSlack), context.GetInput<SlackChange>(), SlackPatience.Options);
}

/// <param name="Channel">The channel whose members changed; null when the app was removed.</param>
/// <param name="Reason">The reason why all links end; null when only a channel changed.</param>
public sealed record SlackChange(string EventId, string Team, string? Channel, string? Reason, int Version = 1)
{
    internal string InstanceId => $"slack-change-{Team}-{EventId}";
}

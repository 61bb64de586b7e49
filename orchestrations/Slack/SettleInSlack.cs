using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Does what a change in Slack means for many rows, after Slack has its acknowledgement.</summary>
public sealed class SettleInSlack
{
    [Function(nameof(SettleInSlack))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(SettleSlack), context.GetInput<SlackChange>(), SlackPatience.Options);
}

/// <param name="Channel">Whose members are to be looked at; null where the app is gone.</param>
/// <param name="Reason">Why all links end; null where only a channel changed.</param>
public sealed record SlackChange(string EventId, string Team, string? Channel, string? Reason, int Version = 1)
{
    internal string InstanceId => $"slack-change-{Team}-{EventId}";
}

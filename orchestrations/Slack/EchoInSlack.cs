using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>From one message of the web app to Slack, and on to its answer where it has one. The instance id is computed from the message.</summary>
public sealed class EchoInSlack
{
    [Function(nameof(EchoInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (await context.CallActivityAsync<SlackHeard?>(nameof(EchoToSlack), context.GetInput<SlackTold>(), SlackPatience.Options) is { } heard)
            await context.CallSubOrchestratorAsync(nameof(AnswerInSlack), heard, new SubOrchestrationOptions(new TaskOptions(), heard.InstanceId));
    }
}

/// <summary>Which message is to be told; its text is in its thread.</summary>
public sealed record SlackTold(string Message, int Version = 1)
{
    internal string InstanceId => $"slack-web-{Message}";
}

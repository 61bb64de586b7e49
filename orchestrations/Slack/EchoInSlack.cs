using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Delivering;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Posts one message of the web app to Slack, and delivers its answer if it starts a turn. The instance id is derived from the message.</summary>
public sealed class EchoInSlack
{
    [Function(nameof(EchoInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (await context.CallActivityAsync<SlackHeard?>(nameof(EchoToSlack), context.GetInput<SlackTold>(), SlackPatience.Options) is { } heard)
            await context.CallSubOrchestratorAsync(nameof(AnswerInSlack), heard, new SubOrchestrationOptions(new TaskOptions(), heard.InstanceId));
    }
}

/// <summary>The id of the message to post. Its text is in its thread.</summary>
public sealed record SlackTold(string Message, int Version = 1)
{
    internal string InstanceId => $"slack-web-{Message}";
}

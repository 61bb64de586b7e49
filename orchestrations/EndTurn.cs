using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>Ends a turn whose own orchestration failed, so that its speaker is told and its working set does not stay.</summary>
public sealed class EndTurn
{
    [Function(nameof(EndTurn))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var turnId = context.GetInput<string>() ?? throw new InvalidOperationException("Which turn is to end?");
        await context.CallActivityAsync(nameof(PostReply), new TurnEnding(turnId, TurnOutcome.Failed, "internal"));
    }

    public static string InstanceId(string turnId) => $"{turnId}-end";
}

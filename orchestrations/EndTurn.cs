using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>Ends a turn whose orchestration failed: informs its speaker and deletes its working set.</summary>
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

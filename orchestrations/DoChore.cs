using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>The orchestration of one occurrence of a long chore.</summary>
public sealed class DoChore
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(30), 2));

    [Function(nameof(DoChore))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(RunChore), context.GetInput<ChoreInput>() ?? throw new InvalidOperationException("Which chore?"), Persistent);

    /// <summary>The instance id of an occurrence. It makes the start idempotent.</summary>
    public static string InstanceId(string chore, DateTimeOffset occurrence) =>
        string.Create(CultureInfo.InvariantCulture, $"chore-{chore}-{occurrence.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Delivering;

/// <summary>Delivers the result of a run to its author's direct messages. The instance id is derived from the run.</summary>
public sealed class DeliverRunInSlack
{
    private const int LooksAtOnce = 40;

    [Function(nameof(DeliverRunInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var ran = context.GetInput<SlackRan>() ?? throw new InvalidOperationException("Which run?");
        for (var looks = 0; looks < LooksAtOnce; looks++)
        {
            var again = await context.CallActivityAsync<SlackAgain>(nameof(RunToSlack), ran, SlackPatience.Options);
            if (again.IsDone)
                return;
            await context.CreateTimer(TimeSpan.FromSeconds(again.Seconds), CancellationToken.None);
        }

        context.ContinueAsNew(ran);
    }
}

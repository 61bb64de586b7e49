using Microsoft.Azure.Functions.Worker;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Delivering;

/// <summary>Posts the result of a run to its author. Idempotent.</summary>
public sealed class RunToSlack(SlackRuns runs)
{
    [Function(nameof(RunToSlack))]
    public Task<SlackAgain> Run([ActivityTrigger] SlackRan ran, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return runs.DeliverAsync(ran, context.CancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;
using Onbehalf.Agent;

namespace Onbehalf.Functions.Turns;

/// <summary>Deletes the sealed working sets of turns that never came to their end, a day after they were written.</summary>
public sealed class SweepTurns(WorkingSet workingSet, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    [Function(nameof(SweepTurns))]
    public Task Run([TimerTrigger("0 17 * * * *")] TimerInfo timer, FunctionContext context) =>
        workingSet.SweepAsync(time.GetUtcNow() - Kept, context.CancellationToken);
}

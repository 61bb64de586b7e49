using Microsoft.DurableTask.Client;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Deletes the sealed working sets of turns that never ended, one day after they were written.</summary>
public sealed class SweepTurns(WorkingSet workingSet, TimeProvider time) : IChore
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public string Schedule => "0 17 * * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => workingSet.SweepAsync(time.GetUtcNow() - Kept, cancellation);
}

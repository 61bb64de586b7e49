using Microsoft.DurableTask.Client;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Identity;

/// <summary>Completes the processing of signals that was interrupted, and sweeps at once if a provider reports missed signals.</summary>
public sealed class FollowUpSignals(Offboard offboard, PeopleSweep sweep) : IChore
{
    /// <summary>The instance id shared by all requested sweeps, so that at most one runs at a time.</summary>
    private const string Wanted = $"chore-{nameof(SweepPeople)}-wanted";

    public string Schedule => "*/30 * * * * *";

    public bool IsLong => false;

    public Task<bool> IsNeededAsync(CancellationToken cancellation) => offboard.IsAnythingOpenAsync(cancellation);

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        await offboard.FollowUpAllAsync(cancellation);
        if (await sweep.IsWantedAsync(cancellation))
            await StartOnce.BeginAsync(durable, nameof(DoChore), new ChoreInput(nameof(SweepPeople)), Wanted, cancellation);
    }
}

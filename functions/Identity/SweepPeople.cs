using Microsoft.DurableTask.Client;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Identity;

/// <summary>Queries the directories about people with active data, so that departures without a signal are found.</summary>
public sealed class SweepPeople(PeopleSweep sweep, Offboard offboard) : IChore
{
    public string Schedule => "45 */5 * * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        await offboard.FollowUpLostAsync(cancellation);
        await sweep.RunAsync(PeopleSweep.Budget, cancellation);
    }
}

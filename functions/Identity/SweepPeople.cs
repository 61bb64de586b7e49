using Microsoft.DurableTask.Client;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Identity;

/// <summary>Asks the directories about people who have something alive here: who is gone is found although no signal came.</summary>
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

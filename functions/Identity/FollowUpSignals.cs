using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Functions.Identity;

/// <summary>Goes on with what a signal began and nobody finished, and sweeps at once where a provider says that it missed some.</summary>
public sealed class FollowUpSignals(Offboard offboard, PeopleSweep sweep)
{
    [Function(nameof(FollowUpSignals))]
    public async Task Run([TimerTrigger("*/30 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        await offboard.FollowUpAllAsync(cancellation);
        if (await sweep.IsWantedAsync(cancellation))
            await sweep.RunAsync(PeopleSweep.Budget, cancellation);
    }
}

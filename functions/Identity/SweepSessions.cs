using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Functions.Identity;

/// <summary>Deletes what is left of sessions and sign-ins that can no longer be used, and of signals that can no longer come again.</summary>
public sealed class SweepSessions(Sessions sessions, Offboard offboard)
{
    [Function(nameof(SweepSessions))]
    public async Task Run([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        await sessions.SweepAsync(cancellation);
        await offboard.ForgetOldSignalsAsync(cancellation);
    }
}

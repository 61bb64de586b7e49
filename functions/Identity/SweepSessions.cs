using Microsoft.DurableTask.Client;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Identity;

/// <summary>Deletes what is left of sessions and sign-ins that can no longer be used, and of signals that can no longer come again.</summary>
public sealed class SweepSessions(Sessions sessions, Offboard offboard) : IChore
{
    public string Schedule => "0 17 3 * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        await sessions.SweepAsync(cancellation);
        await offboard.ForgetOldSignalsAsync(cancellation);
    }
}

using Microsoft.DurableTask.Client;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Identity;

/// <summary>Deletes expired sessions and sign-ins, and replay records of signals that can no longer be repeated.</summary>
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

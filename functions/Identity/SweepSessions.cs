using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Identity;

/// <summary>Deletes what is left of sessions and sign-ins that can no longer be used.</summary>
public sealed class SweepSessions(Sessions sessions)
{
    [Function(nameof(SweepSessions))]
    public Task Run([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellation) => sessions.SweepAsync(cancellation);
}

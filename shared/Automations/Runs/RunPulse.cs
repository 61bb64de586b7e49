using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>Asks, for a run that merely waits, whether it still may go on: its author now, and everything <see cref="RunGate"/> judges.</summary>
public sealed class RunPulse(Authorities authorities, RunGate gate)
{
    public async Task<bool> BeatsAsync(Subject author, RunId run, CancellationToken cancellation) =>
        await authorities.ConfirmAsync(author, Freshness.Now, cancellation) is AuthorityResult.Confirmed { Authority: var authority }
        && await gate.JudgeAsync(authority, run, cancellation) is RunVerdict.Good { Automation.State: not AutomationState.Parked };
}

using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>Checks whether a waiting run may continue: confirms its author and calls <see cref="RunGate"/>.</summary>
public sealed class RunPulse(Authorities authorities, RunGate gate)
{
    public async Task<bool> BeatsAsync(Subject author, RunId run, CancellationToken cancellation) =>
        await authorities.ConfirmAsync(author, Freshness.Now, cancellation) is AuthorityResult.Confirmed { Authority: var authority }
        && await gate.JudgeAsync(authority, run, cancellation) is RunVerdict.Good { Automation.State: not AutomationState.Parked };
}

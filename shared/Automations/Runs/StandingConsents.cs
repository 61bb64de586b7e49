using Onbehalf.Tools;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Finds, at the enforcement point and after the card is drawn, the standing consent that a run's side effect fits wholly; and asks again
/// before the act whether it still stands. Whatever fits none waits for its author like any other side effect.
/// </summary>
public sealed class StandingConsents(ConsentUses uses, TimeProvider time)
{
    /// <summary>The consent this call fits and has a use of; null when there is none.</summary>
    internal async Task<string?> TakeAsync(RunStanding.Good standing, RunCall run, string tool, ConfirmationCard card, CancellationToken cancellation)
    {
        foreach (var consent in standing.Content.Consents)
        {
            if (ConsentFit.WhyNot(consent, tool, card, run.Sources, time.GetUtcNow()) is null
                && await uses.TakeAsync(standing.Run.Id.Automation, consent, run.Call, cancellation))
                return consent.Id;
        }

        return null;
    }

    internal async Task<bool> StandsAsync(RunStanding.Good standing, RunCall run, string consentId, string tool, CancellationToken cancellation)
    {
        foreach (var consent in standing.Content.Consents.Where(consent => consent.Id == consentId && consent.Tool == tool && time.GetUtcNow() < consent.Until))
        {
            if (await uses.HoldsAsync(standing.Run.Id.Automation, consent, run.Call, cancellation))
                return true;
        }

        return false;
    }
}

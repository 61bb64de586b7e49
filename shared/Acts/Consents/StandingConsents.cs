using System.Collections.Immutable;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Tools;

namespace Onbehalf.Acts.Consents;

/// <summary>
/// Finds the standing consent that covers a run's side effect. It runs at the enforcement point, after the card is drawn, and checks again before the
/// act. A side effect without one waits for the author.
/// </summary>
public sealed class StandingConsents(ConsentUses uses, TimeProvider time)
{
    /// <summary>Returns the consent that covers this call and has a use for it; null when there is none.</summary>
    internal async Task<string?> TakeAsync(
        RunVerdict.Good verdict, ToolRequest request, ConfirmationCard card, Departure? departure, CancellationToken cancellation)
    {
        var sources = Sources(request, departure);
        foreach (var consent in verdict.Content.Consents)
        {
            if (ConsentFit.WhyNot(consent, request.Tool, card, sources, time.GetUtcNow()) is null
                && await uses.TakeAsync(verdict.Run.Id.Automation, consent, request.Run!.Call, cancellation))
                return consent.Id;
        }

        return null;
    }

    /// <summary>Whether a consent allows the data of the run's context to flow into this tool, so that its card may be drawn.</summary>
    internal bool LetFlow(RunVerdict.Good verdict, ToolRequest request) => verdict.Content.Consents.Any(consent =>
        consent.Tool == request.Tool && time.GetUtcNow() < consent.Until && !Sources(request, null).Except(consent.Sources, StringComparer.Ordinal).Any());

    internal async Task<bool> StillCoversAsync(RunVerdict.Good verdict, ToolRequest request, CancellationToken cancellation)
    {
        foreach (
            var consent in verdict.Content.Consents.Where(consent =>
                consent.Id == request.Consent && consent.Tool == request.Tool && time.GetUtcNow() < consent.Until))
        {
            if (await uses.HoldsAsync(verdict.Run.Id.Automation, consent, request.Run!.Call, cancellation))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The sources of the data in the run's context when the model wrote the call. They come from the evidence, never from the model's statements.
    /// </summary>
    private static ImmutableArray<string> Sources(ToolRequest request, Departure? departure) =>
    [
        .. request.Evidence.SelectMany(static piece => piece.Touched).Where(static touched => touched.CarriesData).Select(static touched => touched.Source)
            .Concat(departure is null ? [] : departure.Origins.Select(static origin => origin.Source)).Distinct(StringComparer.Ordinal),
    ];
}

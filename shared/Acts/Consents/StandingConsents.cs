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

/// <summary>
/// Decides whether a standing consent covers a side effect. It compares the drawn card, never text of the model. Every field of the card must be
/// named and match its template. This includes an unchanged field, because it identifies the row. A field that would be emptied or deleted is never
/// covered.
/// </summary>
internal static class ConsentFit
{
    /// <summary>Returns null when the consent covers the card; otherwise the first mismatch, as a stable code.</summary>
    public static string? WhyNot(StandingConsent consent, string tool, ConfirmationCard card, ImmutableArray<string> sources, DateTimeOffset now)
    {
        if (consent.Tool != tool)
            return "other-tool";
        if (consent.Target != card.Target)
            return "other-target";
        if (consent.Audience != card.Audience)
            return "other-audience";
        if (now >= consent.Until)
            return "consent-expired";
        if (sources.Except(consent.Sources, StringComparer.Ordinal).Any())
            return "other-source";
        return card.Fields.All(field => IsCovered(consent, field)) ? null : "other-value";
    }

    private static bool IsCovered(StandingConsent consent, CardField field) =>
        (field.NewValue ?? (field.OldValue is null ? "" : null)) is { } value
        && consent.Fields.TryGetValue(field.Name, out var template)
        && ConsentTemplate.Covers(template, value);
}

/// <summary>Matches a card's value with a standing consent's entry: an exact value, or a template in which <c>{*}</c> matches any text.</summary>
internal static class ConsentTemplate
{
    private const string Any = "{*}";

    public static bool Covers(string template, string value)
    {
        var parts = template.Split(Any);
        if (parts.Length == 1)
            return value == template;
        var (first, last) = (parts[0], parts[^1]);
        if (value.Length < first.Length + last.Length || !value.StartsWith(first, StringComparison.Ordinal) || !value.EndsWith(last, StringComparison.Ordinal))
            return false;
        var rest = value.AsSpan(first.Length, value.Length - first.Length - last.Length);
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}

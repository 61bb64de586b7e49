using System.Collections.Immutable;
using Onbehalf.Automations;
using Onbehalf.Tools;

namespace Onbehalf.Acts.Consents;

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

using System.Collections.Immutable;
using Onbehalf.Automations;
using Onbehalf.Tools;

namespace Onbehalf.Acts.Consents;

/// <summary>
/// Whether a side effect is one that its author said yes to in advance, judged from the card as it would be shown: never from the model's
/// words. Every field of the card, also one that stays as it is and so tells which row it is, must be named and within its template; what
/// would be emptied or deleted never is.
/// </summary>
internal static class ConsentFit
{
    /// <summary>Null when it fits; otherwise the first thing that does not, as a stable code.</summary>
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

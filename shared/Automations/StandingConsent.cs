using System.Collections.Immutable;

namespace Onbehalf.Automations;

/// <summary>
/// An author's consent in advance to one kind of side effect in an automation's runs. A call that fits it completely needs no confirmation. Every
/// other side effect waits for the author.
/// </summary>
/// <param name="Id">The consent's id within its automation.</param>
/// <param name="Tool">The only tool that it covers.</param>
/// <param name="Target">The exact target of the confirmation card.</param>
/// <param name="Fields">The allowed values by card field: an exact value, or a template in which <c>{*}</c> matches any text. A field without an
/// entry may not be written.</param>
/// <param name="Sources">The only sources whose data may be in the run's context before the call.</param>
/// <param name="Audience">The exact audience of the card. A larger audience needs a new confirmation.</param>
/// <param name="Total">The maximum number of calls over all runs.</param>
/// <param name="Until">The expiry time.</param>
public sealed record StandingConsent(
    string Id,
    string Tool,
    string Target,
    ImmutableSortedDictionary<string, string> Fields,
    ImmutableArray<string> Sources,
    string Audience,
    int Total,
    DateTimeOffset Until);

using System.Collections.Immutable;

namespace Onbehalf.Automations;

/// <summary>
/// A yes in advance to one kind of side effect of an automation's runs. A call that fits it wholly needs no further question; anything else
/// waits for the author.
/// </summary>
/// <param name="Id">Names the consent within its automation.</param>
/// <param name="Tool">The one tool it is for.</param>
/// <param name="Target">The confirmation card's target, exactly.</param>
/// <param name="Fields">By field of the card: the value itself, or a template in which <c>{*}</c> stands for any text; a field that is not named may not be written.</param>
/// <param name="Sources">The only sources whose data may have entered the run before the call.</param>
/// <param name="Audience">The card's audience, exactly: a grown audience asks again.</param>
/// <param name="Total">How many such calls at most, over all runs.</param>
/// <param name="Until">After this moment it is worth nothing.</param>
public sealed record StandingConsent(
    string Id,
    string Tool,
    string Target,
    ImmutableSortedDictionary<string, string> Fields,
    ImmutableArray<string> Sources,
    string Audience,
    int Total,
    DateTimeOffset Until);

using Azure;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>A schedule, a single time, an event trigger or a rule. It belongs to its author and runs as nobody else.</summary>
/// <param name="Agreed">What runs: the content its author last agreed to; null before the first agreement.</param>
/// <param name="Draft">What its author changed since and has not agreed to yet; the agreed content keeps running.</param>
/// <param name="Home">The thread of the author alone, where runs deliver.</param>
/// <param name="SharedWith">The thread whose members may read the definition (never its runs), or null.</param>
/// <param name="Parked">Why it is parked, as a stable slug; null unless it is.</param>
public sealed record Automation(
    AutomationId Id,
    Subject Author,
    AutomationState State,
    AutomationContent? Agreed,
    AutomationContent? Draft,
    ThreadId Home,
    ThreadId? SharedWith,
    DateTimeOffset CreatedAt,
    DateTimeOffset? AgreedAt,
    DateTimeOffset? NextDue,
    string? Parked,
    ETag Version)
{
    public DateTimeOffset? ParkedAt { get; init; }

    public LastRun? LastRun { get; init; }

    /// <summary>Its author wants results in their direct messages in Slack, too. Not part of what is agreed to: nobody else ever reads them there.</summary>
    public bool DeliversToSlack { get; init; }

    /// <summary>What its author reads first: what they changed last, agreed to or not. Null when their data key is gone and nothing can be read any more.</summary>
    public AutomationContent? Latest => Draft ?? Agreed;
}

using System.Collections.Immutable;
using Azure;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>A schedule, a single time, an event trigger or a rule. It runs only as its author.</summary>
/// <param name="Agreed">The content that runs: the version that the author last agreed to. Null before the first agreement.</param>
/// <param name="Draft">The author's later changes, not agreed to yet. The agreed content keeps running.</param>
/// <param name="Home">The thread that receives the runs' results. The author is its only member.</param>
/// <param name="SharedWith">The thread whose members may read the definition, but never its runs; null when it is not shared.</param>
/// <param name="Parked">The reason for parking, as a stable slug. Null unless it is parked.</param>
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

    /// <summary>
    /// Whether results are also sent to the author's direct messages in Slack. Not part of the agreed content, because nobody else can read them
    /// there.
    /// </summary>
    public bool DeliversToSlack { get; init; }

    /// <summary>
    /// The draft if there is one, otherwise the agreed content. Null when the author's data key was deleted and the content cannot be decrypted.
    /// </summary>
    public AutomationContent? Latest => Draft ?? Agreed;

    /// <summary>The evidence of everything that it says, agreed or not.</summary>
    public ImmutableArray<EvidencePiece> Evidence => EvidencePiece.Union([.. Agreed?.Evidence ?? [], .. Draft?.Evidence ?? []]);
}

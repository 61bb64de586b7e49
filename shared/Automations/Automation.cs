using System.Collections.Immutable;
using System.Globalization;
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

/// <summary>Everything that the author agrees to. Any difference results in another <see cref="ContentHash"/>.</summary>
/// <param name="Tools">The only tools that its runs may use. Empty means the tools that only read.</param>
public sealed record AutomationContent(string Title, string Prompt, Trigger Trigger, ImmutableArray<string> Tools, ImmutableArray<StandingConsent> Consents)
{
    /// <summary>
    /// The other people whose text is in the content: a previous author, a proposer, or people whose text the agent had read when it wrote it. Not
    /// part of the hash.
    /// </summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>
    /// What the agent had read when it wrote the content; empty for content that a person typed. Whoever does not cover it now sees none of the content.
    /// An edit by hand keeps it, because it can leave any word in place. Not part of the hash.
    /// </summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The title for places that do not compare evidence with the reader's rights, such as the name of the home thread.</summary>
    public string PlainTitle(DateTimeOffset createdAt) =>
        Evidence.IsEmpty ? Title : string.Create(CultureInfo.InvariantCulture, $"Automation of {createdAt.UtcDateTime:yyyy-MM-dd}");

    /// <summary>The message that starts a run in the home thread. With evidence, only the model's context has the prompt itself.</summary>
    public string PlainPrompt() => Evidence.IsEmpty ? Prompt : "Do what this automation says.";

    internal AutomationContent WithEvidence(IEnumerable<EvidencePiece> more) =>
        this with { Evidence = EvidencePiece.Union([.. Evidence, .. more]) };

    internal AutomationContent WithWordsOf(IEnumerable<TextAuthor> people, SubjectId author) =>
        this with
        {
            TextAuthors =
            [
                .. people
                    .Where(person => person.Subject != author.Value)
                    .DistinctBy(static person => person.Subject)
                    .OrderBy(static person => person.Subject, StringComparer.Ordinal),
            ],
        };
}

public enum AutomationState
{
    /// <summary>Waiting for the author's first agreement. Nothing runs before it.</summary>
    Waiting,
    Active,
    Paused,

    /// <summary>The author's authority is revoked or unconfirmed. <see cref="Automation.Parked"/> holds the reason.</summary>
    Parked,

    /// <summary>Its single time has passed.</summary>
    Finished,

    /// <summary>Deleted by its author. The row stays because its runs refer to it.</summary>
    Ended,
}

/// <summary>An entry of the due index. It may be stale, so the caller checks the automation itself.</summary>
public readonly record struct DueEntry(DateTimeOffset At, SubjectId Author, AutomationId Automation);

/// <summary>The most recently started run, for the list of automations.</summary>
public sealed record LastRun(RunId Id, string Status, DateTimeOffset At);

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

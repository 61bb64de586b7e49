using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;
using Onbehalf.Functions.Runs;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// An automation as returned to its reader: the agreed content, or the pending content before an agreement. <c>Draft</c>, home thread, last run,
/// Slack delivery and other people's proposals are returned only to its author. <c>Locked</c>: the reader may not see what the agent had read when
/// it wrote the content, so nothing of the content is returned.
/// </summary>
internal sealed record AutomationBody(
    AutomationId Id,
    string Title,
    PersonBody Author,
    bool Mine,
    AutomationState State,
    TriggerBody Trigger,
    string Prompt,
    IReadOnlyList<string> Tools,
    IReadOnlyList<ConsentBody> Consents,
    string ContentHash,
    IReadOnlyList<ProposalBody> Proposals,
    string? AgreedHash = null,
    DateTimeOffset? AgreedAt = null,
    ParkedBody? Parked = null,
    ContentBody? Draft = null,
    DateTimeOffset? NextDue = null,
    LastRunBody? LastRun = null,
    ThreadId? ThreadId = null,
    ThreadId? SharedWith = null,
    RefusedEventBody? LastRefusedEvent = null,
    bool? Slack = null,
    bool? Locked = null);

/// <summary>The last refused event of the automation. Returned only to its author, and not in lists.</summary>
internal sealed record RefusedEventBody(string Reason, string Sentence, DateTimeOffset At);

internal sealed record ContentBody(
    string Title, TriggerBody Trigger, string Prompt, IReadOnlyList<string> Tools, IReadOnlyList<ConsentBody> Consents, string ContentHash);

internal sealed record ProposalBody(
    ProposalId Id,
    PersonBody By,
    DateTimeOffset At,
    string Title,
    TriggerBody Trigger,
    string Prompt,
    IReadOnlyList<string> Tools,
    IReadOnlyList<ConsentBody> Consents,
    string ContentHash);

internal sealed record LastRunBody(RunId Id, string Status, DateTimeOffset At);

internal sealed record ConsentBody(
    string Id,
    string Tool,
    string Target,
    IReadOnlyDictionary<string, string> Fields,
    IReadOnlyList<string> Sources,
    string Audience,
    int Total,
    int? Used,
    DateTimeOffset Until);

/// <param name="Url">The address for the sender of events.</param>
/// <param name="SecretShownOnce">Set only in the response that creates the secret.</param>
/// <param name="At">The time of a one-time run.</param>
/// <param name="Cycle">The weeks or days of the cron expression that apply.</param>
/// <param name="Next">The next occurrences, at most five, in local time of <paramref name="TimeZone"/>.</param>
internal sealed record TriggerBody(
    string Kind,
    string? Words = null,
    string? Cron = null,
    string? TimeZone = null,
    string? Format = null,
    string? Url = null,
    string? SecretShownOnce = null,
    string? Source = null,
    string? Sql = null,
    RuleCondition? Condition = null,
    DateTimeOffset? At = null,
    Cycle? Cycle = null,
    IReadOnlyList<DateTimeOffset>? Next = null);

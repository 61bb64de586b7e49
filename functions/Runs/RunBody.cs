using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Threads;
using Onbehalf.Functions.Turns;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Runs;

/// <summary>A run, as returned to its author only. In lists, only live runs include their steps.</summary>
internal sealed record RunBody(
    RunId Id,
    AutomationId AutomationId,
    string Title,
    PersonBody Author,
    WokeBody Woke,
    string Status,
    DateTimeOffset StartedAt,
    ThreadId ThreadId,
    IReadOnlyList<WireStep> Steps,
    DateTimeOffset? EndedAt = null,
    TurnId? TurnId = null,
    MessageId? MessageId = null,
    MessageId? ReplyId = null,
    ParkedBody? Parked = null,
    RefusalBody? Refusal = null,
    WireConfirmation? WaitingFor = null,
    DateTimeOffset? GoesOnAt = null,
    RunId? PartOf = null,
    IReadOnlyList<RunId>? Parts = null);

internal sealed record WokeBody(OccasionKind Kind, DateTimeOffset At, string Words);

internal sealed record ParkedBody(string Reason, string Sentence, DateTimeOffset Since);

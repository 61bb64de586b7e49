using System.Collections.Immutable;
using Azure;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>One run as it rests: ids, times and where it stands. What the automation is called and what an event said rest sealed for its author.</summary>
/// <param name="Author">Whose automation it was when it woke. A run goes on only while this is, to the letter, whom the automation belongs to and whom the directory confirms.</param>
/// <param name="ContentHash">What the author had agreed to when it woke; a run of anything else does not go on.</param>
public sealed record RunState(
    RunId Id, Subject Author, string Title, string ContentHash, ThreadId Home, OccasionKind Woke, DateTimeOffset WokeAt, DateTimeOffset StartedAt, RunStatus Status)
{
    /// <summary>A digest of each group the author had when the run began to act: one that is gone later is authority lost.</summary>
    public ImmutableArray<string> Rights { get; init; } = [];

    /// <summary>The agreed prompt in the author's home thread, as it asked last; null until the run first acted.</summary>
    public MessageId? Message => Turn?.Asking;

    /// <summary>Whose words what it asks has beside its author's.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>The turns in which it asked before.</summary>
    public ImmutableArray<TurnId> Earlier { get; init; } = [];

    /// <summary>When its present turn asked to go on after its end; null when it did not.</summary>
    public DateTimeOffset? GoesOnAt { get; init; }

    /// <summary>Between two of its turns: it asks again at this time; null while a turn goes on.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>The runs above a part, the one that something woke first; empty for that one itself.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];

    /// <summary>What a part is to do and all it may use for it; null for a whole run, and where nobody can read it any more.</summary>
    public RunPart? Part { get; init; }

    /// <summary>The parts that it began.</summary>
    public ImmutableArray<RunId> Parts { get; init; } = [];

    /// <summary>The calls that took a further turn out of what this run and all its parts may take; kept in the run that something woke.</summary>
    public ImmutableArray<string> Taken { get; init; } = [];

    /// <summary>Why it is parked, or did not complete: a stable slug.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>The orchestration that sleeps until it is told that its author is back.</summary>
    public string? Sleeper { get; init; }

    /// <summary>How often it was parked.</summary>
    public int Parkings { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The event's text, a stranger's words; null for what no event woke.</summary>
    public string? Payload { get; init; }

    public ETag Version { get; init; }

    public bool IsLive => Status is RunStatus.Running or RunStatus.Parked;

    /// <summary>The turn that answers <see cref="Message"/>.</summary>
    public TurnId? Turn { get; init; }

    /// <summary>Whose budget and whose end date it has.</summary>
    public RunId Root => Chain.IsDefaultOrEmpty ? Id : Chain[0];

    public override string ToString() => $"Run({Id}, {Status})";
}

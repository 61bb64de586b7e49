using System.Collections.Immutable;
using Azure;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>One run as stored: ids, times and status. The automation's title and the event's text are encrypted with its author's key.</summary>
/// <param name="Author">The automation's author when the run started. The run continues only while the automation belongs to exactly this account and
/// the directory confirms it.</param>
/// <param name="ContentHash">The hash of the agreed content when the run started. A run with another hash does not continue.</param>
public sealed record RunState(
    RunId Id,
    Subject Author,
    string Title,
    string ContentHash,
    ThreadId Home,
    OccasionKind Woke,
    DateTimeOffset WokeAt,
    DateTimeOffset StartedAt,
    RunStatus Status)
{
    /// <summary>A digest of each group that the author had when the run first acted. A missing group means lost authority.</summary>
    public ImmutableArray<string> Rights { get; init; } = [];

    /// <summary>The message with the agreed prompt in the home thread, for the current turn; null until the run first acts.</summary>
    public MessageId? Message => Turn?.Asking;

    /// <summary>The other people whose text is in the prompt.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>The earlier turns.</summary>
    public ImmutableArray<TurnId> Earlier { get; init; } = [];

    /// <summary>The time of the continuation that the current turn requested; null if it requested none.</summary>
    public DateTimeOffset? GoesOnAt { get; init; }

    /// <summary>The time of the next turn, while the run rests between two turns; null during a turn.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>The ancestors of a part, the root run first; empty for a root run.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];

    /// <summary>The task and limits of a part. Null for a root run, and when the author's key was deleted.</summary>
    public RunPart? Part { get; init; }

    /// <summary>The parts that it started.</summary>
    public ImmutableArray<RunId> Parts { get; init; } = [];

    /// <summary>The calls that took one of the further turns that this run and its parts share. Stored in the root run.</summary>
    public ImmutableArray<string> Taken { get; init; } = [];

    /// <summary>The reason why it is parked or did not complete, as a stable slug.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>The id of the orchestration that waits for the signal that its author is back.</summary>
    public string? Sleeper { get; init; }

    /// <summary>The number of times that it was parked.</summary>
    public int Parkings { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The event's text, which is untrusted; null for any other occasion.</summary>
    public string? Payload { get; init; }

    public ETag Version { get; init; }

    public bool IsLive => Status is RunStatus.Running or RunStatus.Parked;

    /// <summary>The turn that answers <see cref="Message"/>.</summary>
    public TurnId? Turn { get; init; }

    /// <summary>The run whose budget and end date apply.</summary>
    public RunId Root => Chain.IsDefaultOrEmpty ? Id : Chain[0];

    public override string ToString() => $"Run({Id}, {Status})";
}

/// <summary>
/// A part of a run: its task, written by the agent, with the evidence of that text, and the tools that it may use. A part only narrows the rights of
/// the run above it.
/// </summary>
/// <param name="Tools">A subset of the parent run's tools; never empty.</param>
/// <param name="Consents">Ids of the parent run's consents that it may use.</param>
public sealed record RunPart(
    string Ask, ImmutableArray<string> Tools, ImmutableArray<string> Consents, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>
    /// Returns the intersection with <paramref name="above"/>. Null when no tool is left, because an empty list of tools would mean all tools that
    /// read.
    /// </summary>
    public AutomationContent? Of(AutomationContent above)
    {
        ArgumentNullException.ThrowIfNull(above);
        ImmutableArray<string> tools = [.. above.Tools.Intersect(Tools, StringComparer.Ordinal)];
        return tools.IsEmpty
            ? null
            : above with { Tools = tools, Consents = [.. above.Consents.Where(consent => Consents.Contains(consent.Id, StringComparer.Ordinal))] };
    }

    public override string ToString() => "RunPart";
}

public enum RunStatus
{
    /// <summary>Started, or waiting in the queue for a place.</summary>
    Running,

    /// <summary>The author's authority is revoked or unconfirmed. The run continues at the same step when the author is confirmed again.</summary>
    Parked,
    Completed,
    Refused,
    Failed,
    Stopped,
}

using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>What is known of a turn outside its sealed working set: ids, names and where it stands. One with a <paramref name="Run"/> is unattended.</summary>
public sealed record TurnState(
    TurnId Id,
    ThreadId Thread,
    MessageId Message,
    Subject Speaker,
    TurnStatus Status,
    DateTimeOffset StartedAt,
    string? Refusal = null,
    string? RefusalCode = null,
    MessageId? Reply = null,
    RunId? Run = null)
{
    /// <summary>The runs that <see cref="Run"/> is a part of, the one that something woke first.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];
}

public enum TurnStatus
{
    Running,
    Waiting,
    Completed,
    Refused,
    Failed,
    Stopped,
}

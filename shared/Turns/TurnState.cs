using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>The unencrypted state of a turn: ids, names and status. A turn with a <paramref name="Run"/> is unattended.</summary>
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
    /// <summary>The chain of runs above <see cref="Run"/>, from the triggered run down.</summary>
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

using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// What a turn came to. <see cref="IsPrivate"/> when the turn used a tool or its context held a private reply: then all of it but
/// asker, time and evidence rests sealed for <see cref="AskedBy"/> and is open to those alone whose rights cover the evidence.
/// </summary>
public sealed record Reply
{
    public required Subject AskedBy { get; init; }

    public required Subject RanAs { get; init; }

    /// <summary>The run it comes from, unattended.</summary>
    public RunId? Run { get; init; }

    public required string Text { get; init; }

    public required ReplyStatus Status { get; init; }

    public required bool IsPrivate { get; init; }

    public required DateTimeOffset At { get; init; }

    public ImmutableArray<Block> Blocks { get; init; } = [];

    public ImmutableArray<Touched> Touched { get; init; } = [];

    /// <summary>Everything that entered a model call of the turn and that not every member sees anyway, transitively.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public ImmutableArray<ReplyStep> Steps { get; init; } = [];

    /// <summary>Everyone but the speaker whose words were in what the turn took in, transitively: they are named wherever the answer is used.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    public override string ToString() => nameof(Reply);
}

public enum ReplyStatus
{
    Completed,
    Refused,
    Failed,
    Stopped,
}

/// <summary>One tool call of the turn, for the line under the reply; <paramref name="AuditId"/> links to its record.</summary>
public sealed record ReplyStep(string CallId, string Tool, string? Source, string Status, DateTimeOffset At, string? AuditId);

using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// The result of a turn. <see cref="IsPrivate"/> is true if the turn used a tool or its context had a private reply. The content is then encrypted
/// for <see cref="AskedBy"/>, except asker, time and evidence. Other people can read it only if their permissions cover the evidence.
/// </summary>
public sealed record Reply
{
    public required Subject AskedBy { get; init; }

    public required Subject RanAs { get; init; }

    /// <summary>The unattended run that produced the reply.</summary>
    public RunId? Run { get; init; }

    public required string Text { get; init; }

    public required ReplyStatus Status { get; init; }

    public required bool IsPrivate { get; init; }

    public required DateTimeOffset At { get; init; }

    public ImmutableArray<Block> Blocks { get; init; } = [];

    public ImmutableArray<Touched> Touched { get; init; } = [];

    /// <summary>All data in model calls of the turn that not every member can see anyway, transitively.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public ImmutableArray<ReplyStep> Steps { get; init; } = [];

    /// <summary>The authors of all texts that the turn read, transitively, except the speaker. Uses of the answer name them.</summary>
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

/// <summary>A tool call of the turn, for the line under the reply. <paramref name="AuditId"/> links to its audit record.</summary>
public sealed record ReplyStep(string CallId, string Tool, string? Source, string Status, DateTimeOffset At, string? AuditId);

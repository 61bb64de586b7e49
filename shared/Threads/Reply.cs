using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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

/// <summary>
/// A part of a reply beside its text. A table or chart is stored as its request, with the rows that the speaker got. Each reader executes the
/// request again with their own permissions.
/// </summary>
public sealed record Block(BlockKind Kind, string? Title = null, string? Text = null, BlockRequest? Request = null, ResultTable? Result = null);

public enum BlockKind
{
    Table,
    Chart,
    Text,
}

/// <summary><paramref name="Arguments"/> is the JSON object of the tool call's arguments.</summary>
public sealed record BlockRequest(string Tool, string Arguments);

/// <summary>The id of a block: <c>{replyMessageId}-b{n}</c>. The index starts at 0, in the order of the reply.</summary>
public readonly record struct BlockId
{
    public BlockId(MessageId reply, int index)
    {
        Reply = reply;
        Index = (int)Numbered.Checked(index, least: 0);
    }

    public MessageId Reply { get; }

    public int Index { get; }

    public string Value => Numbered.Write(Reply.Value, 'b', Index);

    public static bool TryParse([NotNullWhen(true)] string? text, out BlockId id)
    {
        var valid = Numbered.TryRead(text, 'b', least: 0, out var outer, out var index) & MessageId.TryParse(outer, out var reply) & index <= int.MaxValue;
        id = valid ? new(reply, (int)index) : default;
        return valid;
    }

    public static BlockId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a block id.");

    public override string ToString() => Value;
}

using Onbehalf.Evidence;

namespace Onbehalf.Threads;

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

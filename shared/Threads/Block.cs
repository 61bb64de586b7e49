using Onbehalf.Evidence;

namespace Onbehalf.Threads;

/// <summary>
/// A part of a reply beside its text. A table or chart is kept as the request that made it, to be run again by whoever opens it as
/// themselves, with the rows the speaker got.
/// </summary>
public sealed record Block(BlockKind Kind, string? Title = null, string? Text = null, BlockRequest? Request = null, ResultTable? Result = null);

public enum BlockKind
{
    Table,
    Chart,
    Text,
}

/// <summary><paramref name="Arguments"/> is the JSON object the tool was called with.</summary>
public sealed record BlockRequest(string Tool, string Arguments);

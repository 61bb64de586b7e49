using System.Collections.Immutable;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Threads;

/// <summary>A part of a reply: text, or the rows its speaker got and the request that made them.</summary>
internal sealed record BlockBody(BlockId Id, BlockKind Kind, bool Truncated)
{
    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Source { get; init; }

    public string? Request { get; init; }

    public IReadOnlyList<ResultColumn>? Columns { get; init; }

    public IReadOnlyList<ImmutableArray<object?>>? Rows { get; init; }

    public static BlockBody Of(BlockId id, Block block) => new(id, block.Kind, block.Result?.Truncated ?? false)
    {
        Title = block.Title,
        Text = block.Text,
        Source = block.Result?.Source,
        Request = block.Result?.Request,
        Columns = block.Result?.Columns,
        Rows = block.Result?.Rows,
    };
}

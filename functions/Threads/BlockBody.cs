using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A block of a reply: text, or columns with the request that produced them. The rows are included if this viewer may see them. Only then are the
/// keys that columns refer to: they come from the speaker's catalogue.
/// </summary>
internal sealed record BlockBody(BlockId Id, BlockKind Kind, bool Truncated)
{
    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Source { get; init; }

    public string? Request { get; init; }

    public IReadOnlyList<ResultColumn>? Columns { get; init; }

    public IReadOnlyList<ImmutableArray<object?>>? Rows { get; init; }

    public static BlockBody Of(BlockId id, Block block, bool withRows) => new(id, block.Kind, block.Result?.Truncated ?? false)
    {
        Title = block.Title,
        Text = block.Text,
        Source = block.Result is { Source.Length: > 0 } from ? from.Source : null,
        Request = block.Result is { Request.Length: > 0 } asked ? asked.Request : null,
        Columns = withRows ? block.Result?.Columns : block.Result?.Columns.Select(static column => column with { Refers = null }).ToImmutableArray(),
        Rows = withRows ? block.Result?.Rows : null,
    };
}

using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// The definition of a part of a document, dashboard or tool. It contains a request, never a result. The text of a Markdown block is stored
/// separately, in the shared state. Each type uses some of the members.
/// </summary>
public sealed record ArtifactBlock(string Id, BlockType Type)
{
    /// <summary>The height of a query without one, in grid rows.</summary>
    public const int UsualHeight = 4;

    /// <summary>The least height of a query. A lower stored one was never chosen by a person.</summary>
    public const int LeastHeight = 2;

    public string? Title { get; init; }

    public string? Text { get; init; }

    public int? Level { get; init; }

    /// <summary>The source that a request queries.</summary>
    public string? Source { get; init; }

    public string? Sql { get; init; }

    /// <summary>A subset of the Vega-Lite grammar: <see cref="ChartSpec"/>.</summary>
    public JsonElement? Chart { get; init; }

    /// <summary>The artifact of an embed. Only viewers with access to it see it.</summary>
    public string? Artifact { get; init; }

    /// <summary>The request block whose result this block shows.</summary>
    public string? Request { get; init; }

    public ImmutableArray<string>? Fields { get; init; }

    public string? Column { get; init; }

    public BlockAction? Action { get; init; }

    public ImmutableArray<BlockTab>? Tabs { get; init; }

    public int? X { get; init; }

    public int? Y { get; init; }

    public int? W { get; init; }

    public int? H { get; init; }
}

public enum BlockType
{
    Markdown,
    Heading,
    Table,
    Chart,
    Embed,
    Request,
    Form,
    List,
    Stat,
    Text,
    Tabs,
}

/// <summary>The action of a block's button: an op of the person who clicks, or a tool call that this person confirms.</summary>
public sealed record BlockAction(BlockActionKind Op, string? Label = null, string? Field = null, JsonElement? Value = null, string? State = null)
{
    public string? Tool { get; init; }

    /// <summary>The arguments of the call, with references to values: <see cref="ActionArguments"/>.</summary>
    public JsonElement? Arguments { get; init; }
}

public enum BlockActionKind
{
    Add,
    Set,
    Move,
    Call,
}

public sealed record BlockTab(string Title, ImmutableArray<string> Blocks);

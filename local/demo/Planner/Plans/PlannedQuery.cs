using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>
/// A query for <c>query_data</c> and its description. <paramref name="Subject"/> is the requested data ("average salary by department").
/// <paramref name="Asked"/> is the typed name for a refusal. <paramref name="IsKnown"/> is true if the schema contains every name.
/// </summary>
internal sealed record PlannedQuery(string Source, string Sql, string Subject, string Asked, ResultShape Shape, bool IsKnown)
{
    public Presentation Presentation { get; init; }

    /// <summary>For a request of one row: the first of a ranking.</summary>
    public FirstOf? Ranked { get; init; }

    /// <summary>True if groups are sorted by value instead of name.</summary>
    public bool IsRanked { get; init; }

    /// <summary>True if groups are sorted ascending.</summary>
    public bool IsAscending { get; init; }

    /// <summary>The requested row limit, if more rows are possible.</summary>
    public int? Limit { get; init; }
}

/// <summary>The ranking column, the word for its first row ("highest"), and the description of the rows.</summary>
internal sealed record FirstOf(string Column, string Word, string Rows);

internal enum ResultShape
{
    Rows,
    Single,
    Groups,

    /// <summary>The distinct values of a column.</summary>
    Values,
}

internal abstract record Planning
{
    private Planning()
    {
    }

    internal sealed record Ready(PlannedQuery Query) : Planning;

    /// <summary>Some words can be values. The source is queried first for their columns.</summary>
    internal sealed record LookUp(string Source, string Sql) : Planning;

    /// <summary>Words without meaning in the data.</summary>
    internal sealed record Unread(ImmutableArray<string> Words) : Planning;

    /// <summary>The question cannot be answered. The sentence explains why.</summary>
    internal sealed record Unclear(string Sentence) : Planning;
}

using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>
/// What is sent to <c>query_data</c>, with the words to speak about it. <paramref name="Subject"/> is what was asked for ("average salary
/// by department"); <paramref name="Asked"/> is the name that a refusal is about, as typed. <paramref name="IsKnown"/>: the schema has every name in it.
/// </summary>
internal sealed record PlannedQuery(string Source, string Sql, string Subject, string Asked, ResultShape Shape, bool IsKnown)
{
    public Presentation Presentation { get; init; }

    /// <summary>Where one row was asked for, the first of a ranking.</summary>
    public FirstOf? Ranked { get; init; }

    /// <summary>Groups are in the order of their values, not of their names.</summary>
    public bool IsRanked { get; init; }

    /// <summary>Groups begin with their lowest.</summary>
    public bool IsAscending { get; init; }

    /// <summary>As many rows as were asked for, where there can be more.</summary>
    public int? Limit { get; init; }
}

/// <summary>The column that rows are ranked by, the word for its first ("highest"), and the rows in words.</summary>
internal sealed record FirstOf(string Column, string Word, string Rows);

internal enum ResultShape
{
    Rows,
    Single,
    Groups,

    /// <summary>Each value of a column once.</summary>
    Values,
}

internal abstract record Planning
{
    private Planning()
    {
    }

    internal sealed record Ready(PlannedQuery Query) : Planning;

    /// <summary>The question has words that can be values: the source is asked first in which columns they are.</summary>
    internal sealed record LookUp(string Source, string Sql) : Planning;

    /// <summary>Words that mean nothing in the data.</summary>
    internal sealed record Unread(ImmutableArray<string> Words) : Planning;

    /// <summary>The question cannot be put; the sentence says why.</summary>
    internal sealed record Unclear(string Sentence) : Planning;
}

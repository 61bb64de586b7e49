namespace Onbehalf.Demo.Planner.Plans;

/// <summary>
/// What is sent to <c>query_data</c>, with the words to speak about it. <paramref name="Subject"/> is what was asked for ("average salary
/// by department"); <paramref name="Asked"/> is the name that a refusal is about, as typed. <paramref name="IsKnown"/>: the schema has every name in it.
/// </summary>
internal sealed record PlannedQuery(string Source, string Sql, string Subject, string Asked, ResultShape Shape, bool IsKnown);

internal enum ResultShape
{
    Rows,
    Single,
    Groups,
}

internal abstract record Planning
{
    private Planning()
    {
    }

    internal sealed record Ready(PlannedQuery Query) : Planning;

    /// <summary>The question cannot be put; the sentence says why.</summary>
    internal sealed record Unclear(string Sentence) : Planning;
}

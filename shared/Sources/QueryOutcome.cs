using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources;

/// <summary>The outcome of a query. Every case has its evidence, because a refusal is evidence too.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome(ImmutableArray<Touched> touched) => Touched = touched;

    public ImmutableArray<Touched> Touched { get; }

    public sealed record Rows(ResultTable Table, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>A rule or a missing right refused the query.</summary>
    public sealed record Refused(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>The text is invalid or exceeded a limit. Its author may correct it.</summary>
    public sealed record Failed(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);
}

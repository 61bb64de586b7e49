using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources;

/// <summary>What a query came to. Every case says what it rested on: a refusal is evidence, too.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome(ImmutableArray<Touched> touched) => Touched = touched;

    public ImmutableArray<Touched> Touched { get; }

    public sealed record Rows(ResultTable Table, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>A rule or a right said no.</summary>
    public sealed record Refused(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>The text could not be run as written; its author may correct it.</summary>
    public sealed record Failed(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);
}

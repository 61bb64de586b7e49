using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// A question before it is bound to the data. Phrases are the words that are left when the grammar's own words are taken out: names of
/// tables and columns, and values.
/// </summary>
internal sealed record Question(Measure? Measure, int? Number, ImmutableArray<Phrase> Phrases, ImmutableArray<string> By, Measure? ByMeasure, ImmutableArray<Condition> Conditions)
{
    /// <summary>The highest or lowest of what is measured: "which department has the highest average salary".</summary>
    public Measure? Superlative { get; init; }

    /// <summary>"the most deals" is a number of rows, "the highest amount" is not.</summary>
    public bool CountsMost { get; init; }

    /// <summary>What a superlative looks for: "which customer has the most deals". Empty after "who".</summary>
    public ImmutableArray<string> Subject { get; init; } = [];

    public bool AsksWho { get; init; }

    /// <summary>"what is the weather": the noun need not be a kind of rows.</summary>
    public bool AsksWhat { get; init; }

    public Period? Period { get; init; }

    public bool? Open { get; init; }

    public bool Mine { get; init; }

    public bool Team { get; init; }

    public DateOnly? OverdueBefore { get; init; }

    public Sorting? Sorting { get; init; }

    /// <summary>Nothing says what to do with the noun; "what about AMER" only begins like a list.</summary>
    public bool IsListImplied { get; init; }

    /// <summary>Without the usual limit of a list.</summary>
    public bool All { get; init; }

    public Presentation Presentation { get; init; }

    /// <summary>Words that the grammar knows and cannot use where they are.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>Words of the question for words that the grammar put in their place.</summary>
    public ImmutableDictionary<string, string> Typed { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary><paramref name="Preposition"/> is empty for the main noun, else of, in, for, from or on.</summary>
internal sealed record Phrase(string Preposition, ImmutableArray<string> Words)
{
    public bool IsMain => Preposition is "" or "of" or "by";

    /// <summary>How many questions ago it was said: a later value of the same column takes the place of its value.</summary>
    public int Age { get; init; }
}

/// <summary><paramref name="Column"/> is empty when only a comparison was typed ("over 1000"). <paramref name="Operator"/> is SQL, between, contains, empty or filled.</summary>
internal sealed record Condition(string Column, string Operator, string Value, string? Second = null);

/// <summary>From a day to before another; either may be open.</summary>
internal sealed record Period(DateOnly? From, DateOnly? Before, string Words);

/// <summary><paramref name="Column"/> is empty for the order of what is measured; null for <paramref name="Descending"/> leaves the direction to the kind of the column.</summary>
internal sealed record Sorting(string Column, bool? Descending, bool ByDay);

internal enum Presentation
{
    Table,
    Chart,
    Csv,
}

using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// A parsed question before it is bound to the data. Phrases are the words that are not part of the grammar: names of tables and columns,
/// and values.
/// </summary>
internal sealed record Question(
    Measure? Measure, int? Number, ImmutableArray<Phrase> Phrases, ImmutableArray<string> By, Measure? ByMeasure, ImmutableArray<Condition> Conditions)
{
    /// <summary>The maximum or minimum of an aggregate: "which department has the highest average salary".</summary>
    public Measure? Superlative { get; init; }

    /// <summary>True for a count of rows, as in "the most deals". "the highest amount" is not one.</summary>
    public bool CountsMost { get; init; }

    /// <summary>The subject of a superlative: "which customer has the most deals". Empty after "who".</summary>
    public ImmutableArray<string> Subject { get; init; } = [];

    public bool AsksWho { get; init; }

    /// <summary>True for "what is …" questions, whose noun need not be a table: "what is the weather".</summary>
    public bool AsksWhat { get; init; }

    /// <summary>True for "when was deal 17 closed", which asks for a date.</summary>
    public bool AsksWhen { get; init; }

    /// <summary>A question back, for words with two meanings; null if there are none.</summary>
    public string? Ambiguity { get; init; }

    public Period? Period { get; init; }

    public bool? Open { get; init; }

    public bool Mine { get; init; }

    public bool Team { get; init; }

    public DateOnly? OverdueBefore { get; init; }

    public Sorting? Sorting { get; init; }

    /// <summary>True if no word asks for a list or a measure. "what about AMER" only starts like a list.</summary>
    public bool IsListImplied { get; init; }

    /// <summary>True for a list without the default limit.</summary>
    public bool All { get; init; }

    public Presentation Presentation { get; init; }

    /// <summary>Words that the grammar knows but cannot use at their position.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>The typed words for words that the grammar substituted.</summary>
    public ImmutableDictionary<string, string> Typed { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary><paramref name="Preposition"/> is empty for the main noun, else of, in, for, from or on.</summary>
internal sealed record Phrase(string Preposition, ImmutableArray<string> Words)
{
    public bool IsMain => Preposition is "" or "of" or "by";

    /// <summary>The number of questions since it was typed. A later value of the same column replaces an earlier one.</summary>
    public int Age { get; init; }
}

/// <summary>
/// <paramref name="Column"/> is empty when only a comparison was typed ("over 1000"). <paramref name="Operator"/> is SQL, between, contains,
/// empty or filled.
/// </summary>
internal sealed record Condition(string Column, string Operator, string Value, string? Second = null);

/// <summary>A half-open range of days. Either end may be missing.</summary>
internal sealed record Period(DateOnly? From, DateOnly? Before, string Words)
{
    /// <summary>The word before the period, which can say the date that is meant: "won deals created last month".</summary>
    public string Near { get; init; } = "";

    /// <summary>True for a month without a year. The latest one is assumed.</summary>
    public bool IsYearless { get; init; }
}

/// <summary>
/// <paramref name="Column"/> is empty for the order of what is measured; null for <paramref name="Descending"/> leaves the direction to the
/// kind of the column.
/// </summary>
internal sealed record Sorting(string Column, bool? Descending, bool ByDay);

internal enum Presentation
{
    Table,
    Chart,
    Csv,
}

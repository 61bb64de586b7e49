using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// A question before anything is known about the data. Phrases are the words that are left when the grammar's own words are taken
/// out: names of tables and columns, and values.
/// </summary>
internal sealed record Question(
    Measure? Measure,
    int? Number,
    ImmutableArray<Phrase> Phrases,
    ImmutableArray<string> By,
    Measure? ByMeasure,
    ImmutableArray<Condition> Conditions,
    Period? Period,
    bool? Open,
    bool Mine,
    bool Team = false,
    DateOnly? OverdueBefore = null)
{
    public bool IsComplete => Measure is not null && (!Phrases.IsEmpty || !By.IsEmpty);
}

/// <summary><paramref name="Preposition"/> is empty for the main noun, else of, in or for.</summary>
internal sealed record Phrase(string Preposition, ImmutableArray<string> Words);

/// <summary><paramref name="Column"/> is empty when only a comparison was typed ("over 1000"). <paramref name="Operator"/> is SQL, between or contains.</summary>
internal sealed record Condition(string Column, string Operator, string Value, string? Second = null);

/// <summary>From a day to before another; either may be open.</summary>
internal sealed record Period(DateOnly? From, DateOnly? Before, string Words);

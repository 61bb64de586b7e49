using System.Collections.Immutable;

namespace Onbehalf.Evidence;

/// <summary>
/// What one piece of evidence rested on: a relation of a source, the columns the engine checked, and the row rules that applied.
/// Comes from the engine's own lineage. <paramref name="Undecided"/> marks lineage the engine could not give: locked for everyone else.
/// <paramref name="DependsOnAsker"/> marks row rules that give two people with the same rights different rows.
/// <paramref name="CarriesData"/> is false where nothing that the source holds was learned: its description, a person's own words.
/// <paramref name="NamesOnly"/>: what was learned is how the source is described, which it may tell more people than its data.
/// </summary>
public sealed record Touched(
    string Source, string Relation, ImmutableArray<string> Columns, ImmutableArray<string> RowRules, bool Undecided = false, bool DependsOnAsker = false, bool CarriesData = true, bool NamesOnly = false)
{
    /// <summary>Something of this source was learned, and nobody can say what.</summary>
    public static Touched Unknown(string source) => new(source, "*", [], [], Undecided: true);

    /// <summary>Columns add up; rules do not, so touches of a relation under different rules stay apart.</summary>
    public static ImmutableArray<Touched> Union(IEnumerable<Touched> touched) =>
    [
        .. touched.GroupBy(static one => (one.Source, one.Relation, Rules: string.Join('\n', one.RowRules), one.Undecided, one.DependsOnAsker, one.CarriesData, one.NamesOnly))
            .Select(static same => same.First() with { Columns = [.. same.SelectMany(static one => one.Columns).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] }),
    ];
}

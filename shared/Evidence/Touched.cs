using System.Collections.Immutable;
using Onbehalf.Audit;

namespace Onbehalf.Evidence;

/// <summary>
/// The data that one piece of evidence depends on: a relation of a source, the columns that the engine checked, and the row rules that applied. It
/// comes from the engine's own lineage. <paramref name="Undecided"/>: the engine could not determine the lineage, so it is locked for everyone else.
/// <paramref name="DependsOnAsker"/>: the row rules can give two people with the same rights different rows. <paramref name="CarriesData"/> is false
/// when no data of the source was read, such as its description or a person's own text. <paramref name="NamesOnly"/>: only the description of the
/// source was read, which may be visible to more people than its data. <paramref name="Definition"/>: the kind of relation,
/// and a digest of the definition of a view that runs with its owner's rights. Something else of the same name is other data. Null in evidence from
/// before it was recorded.
/// </summary>
public sealed record Touched(
    string Source,
    string Relation,
    ImmutableArray<string> Columns,
    ImmutableArray<string> RowRules,
    bool Undecided = false,
    bool DependsOnAsker = false,
    bool CarriesData = true,
    bool NamesOnly = false,
    string? Definition = null)
{
    /// <summary>Returns a touch of this source with unknown lineage.</summary>
    public static Touched Unknown(string source) => new(source, "*", [], [], Undecided: true);

    /// <summary>Merges the columns of touches of one relation under the same rules. Touches under different rules are not merged.</summary>
    public static ImmutableArray<Touched> Union(IEnumerable<Touched> touched) =>
        [
            .. touched
                .GroupBy(static one =>
                    (
                        one.Source,
                        one.Relation,
                        Rules: string.Join('\n', one.RowRules),
                        one.Undecided,
                        one.DependsOnAsker,
                        one.CarriesData,
                        one.NamesOnly,
                        one.Definition))
                .Select(static same =>
                    same.First() with
                    {
                        Columns = [.. same.SelectMany(static one => one.Columns).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    }),
        ];
}

/// <summary>Converts evidence to an audit resource: relations and columns, without rows.</summary>
internal static class TouchedResource
{
    public static AuditResource Of(string source, IEnumerable<Touched> touched)
    {
        var pieces = touched.ToArray();
        return new(
            source,
            [.. pieces.Select(static piece => piece.Relation).Distinct().Order(StringComparer.Ordinal)],
            [.. pieces.SelectMany(static piece => piece.Columns.Select(column => $"{piece.Relation}.{column}")).Distinct().Order(StringComparer.Ordinal)]);
    }
}

using System.Collections.Immutable;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Policy;

/// <summary>
/// The rules of a table for one person, as sets of conditions. A row is visible if one of <paramref name="Rows"/> and all of
/// <paramref name="Restrict"/> admit it; no condition means all rows. A cell is visible if one of its column's conditions admits the row; a
/// column without its own conditions has those of the rows.
/// </summary>
internal sealed record PermittedRules(
    ImmutableSortedSet<string> Rows, ImmutableSortedSet<string> Restrict, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Cells)
{
    private const string Row = "rows ";
    private const string Limit = "restrict ";

    private static readonly PermittedRules None = new(
        Set([]), Set([]), ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(SqliteNames.Comparer));

    public static PermittedRules From(
        IEnumerable<CompiledRule> rows, IEnumerable<CompiledRule> restrict, IEnumerable<(string Column, IEnumerable<CompiledRule> Rules)> cells) =>
        None with
        {
            Rows = Conditions(rows),
            Restrict = Set(restrict.Where(static rule => !rule.IsAll).Select(static rule => rule.Words)),
            Cells = None.Cells.AddRange(cells.Select(static cell => KeyValuePair.Create(cell.Column, Conditions(cell.Rules)))),
        };

    /// <summary>
    /// Returns the rules that the texts of an evidence state. Null if a text has an unknown form: nobody is known to have rights that cover it.
    /// </summary>
    public static PermittedRules? Read(IEnumerable<string> texts, IEnumerable<string> columns)
    {
        var all = texts.ToList();
        return !all.TrueForAll(IsKnown) ? null : None with
        {
            Rows = After(all, Row),
            Restrict = After(all, Limit),
            Cells = None.Cells.AddRange(columns.Distinct(SqliteNames.Comparer)
                .Select(column => KeyValuePair.Create(column, After(all, Cell(column)))).Where(static cell => !cell.Value.IsEmpty)),
        };
    }

    /// <summary>Returns the part for these columns.</summary>
    public PermittedRules Of(IEnumerable<string> columns) =>
        this with { Cells = None.Cells.AddRange(Cells.Where(cell => columns.Contains(cell.Key, SqliteNames.Comparer))) };

    public ImmutableArray<string> Texts() =>
    [
        .. Rows.Select(static rule => Row + rule), .. Restrict.Select(static rule => Limit + rule),
        .. Cells.SelectMany(static cell => cell.Value.Select(rule => Cell(cell.Key) + rule)),
    ];

    /// <summary>
    /// Returns whether these rules admit every row and cell that <paramref name="others"/> admit: no fewer alternatives, and no further
    /// restriction.
    /// </summary>
    public bool AdmitAll(PermittedRules others, IEnumerable<string> columns) =>
        Covers(Rows, others.Rows) && Restrict.IsSubsetOf(others.Restrict) && columns.All(column => Covers(CellsOf(column), others.CellsOf(column)));

    private ImmutableSortedSet<string> CellsOf(string column) => Cells.GetValueOrDefault(column, Rows);

    private static bool Covers(ImmutableSortedSet<string> mine, ImmutableSortedSet<string> others) =>
        mine.IsEmpty || (!others.IsEmpty && others.IsSubsetOf(mine));

    /// <summary>Returns the conditions, or none if one of them is <c>all</c>.</summary>
    private static ImmutableSortedSet<string> Conditions(IEnumerable<CompiledRule> rules)
    {
        var all = rules.ToList();
        return Set(all.Exists(static rule => rule.IsAll) ? [] : all.Select(static rule => rule.Words));
    }

    private static bool IsKnown(string text) =>
        text.StartsWith(Row, StringComparison.Ordinal) || text.StartsWith(Limit, StringComparison.Ordinal) || text.StartsWith('"');

    private static ImmutableSortedSet<string> After(List<string> texts, string start) =>
        Set(texts.Where(text => text.StartsWith(start, StringComparison.Ordinal)).Select(text => text[start.Length..]));

    private static ImmutableSortedSet<string> Set(IEnumerable<string> rules) => rules.ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>A quoted column, so that none is taken for the word before a rule of the rows.</summary>
    private static string Cell(string column) => $"{Quote.Name(column)} ";
}

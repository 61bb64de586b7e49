using System.Collections.Immutable;

namespace Onbehalf.Sources.Policy;

/// <summary>The permitted rows and columns of one table for one person, compiled.</summary>
internal sealed record PermittedTable(string Name, ImmutableArray<PermittedColumn> Columns, CompiledRule Rows)
{
    public string Words() => Rows.IsAll ? "all rows" : $"rows where {Rows.Words}";

    /// <summary>Returns the rules for these columns and rows, for a comparison of two people's rights.</summary>
    public ImmutableArray<string> RulesFor(IEnumerable<string> columns) =>
    [
        .. Rows.IsAll ? [] : new[] { $"rows {Rows.Words}" },
        .. Columns.Where(c => c.Cell is not null && columns.Contains(c.Name, SqliteNames.Comparer)).Select(static c => $"{c.Name} {c.Cell!.Words}"),
    ];
}

/// <paramref name="Cell"/> is the narrower rule of a column that is null in some visible rows. Null if every visible row has the column.
internal sealed record PermittedColumn(string Name, CompiledRule? Cell);

internal sealed record CompiledRule(string Sql, string Words)
{
    public static readonly CompiledRule All = new("1", "all");

    public bool IsAll => Words == All.Words;
}

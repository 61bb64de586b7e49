using System.Collections.Immutable;

namespace Onbehalf.Sources.Policy;

/// <summary>What of one table is one person's, compiled.</summary>
internal sealed record PermittedTable(string Name, ImmutableArray<PermittedColumn> Columns, CompiledRule Rows)
{
    public string Words() => Rows.IsAll ? "all rows" : $"rows where {Rows.Words}";

    /// <summary>The rules that decided these columns of these rows, for comparing two people's rights.</summary>
    public ImmutableArray<string> RulesFor(IEnumerable<string> columns) =>
    [
        .. Rows.IsAll ? [] : new[] { $"rows {Rows.Words}" },
        .. Columns.Where(c => c.Cell is not null && columns.Contains(c.Name, SqliteNames.Comparer)).Select(static c => $"{c.Name} {c.Cell!.Words}"),
    ];
}

/// <summary><paramref name="Cell"/> is the narrower rule of a column that not every visible row shows; null when every row does.</summary>
internal sealed record PermittedColumn(string Name, CompiledRule? Cell);

internal sealed record CompiledRule(string Sql, string Words)
{
    public static readonly CompiledRule All = new("1", "all");

    public bool IsAll => Words == All.Words;
}

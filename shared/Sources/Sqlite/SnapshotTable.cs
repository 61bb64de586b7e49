using System.Collections.Immutable;
using Onbehalf.Sources.Policy;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// The shape of a permitted table in a snapshot. Affinity, collation and strictness come from the file, because they determine how values are
/// stored and compared. There is no key, because it would make a row number visible.
/// </summary>
internal sealed record SnapshotTable(
    PermittedTable Permitted, ImmutableArray<VisibleColumn> Columns, ImmutableArray<string> Definitions, bool IsStrict, bool HasHiddenKey)
{
    /// <summary>The foreign keys of one permitted column that the file declares. Their targets can be tables that this person may not see.</summary>
    public ImmutableArray<VisibleReference> Declared { get; init; } = [];

    public string Name => Permitted.Name;

    public string Create => $"CREATE TEMP TABLE {RuleCompiler.Quoted(Name)} ({string.Join(", ", Definitions)}){(IsStrict ? " STRICT" : "")}";

    /// <summary>
    /// Returns the query for the copy, in the file's own row order. An index, or a hidden key, would sort the copy by columns that this person
    /// may not see.
    /// </summary>
    public string Select(string schema) =>
        $"SELECT {string.Join(", ", Permitted.Columns.Select(Cell))} {From(schema)}{(HasHiddenKey ? $" ORDER BY {string.Join(", ", Columns.Select(static (_, i) => i + 1))}" : "")}";

    /// <summary>
    /// Returns a query for the rows and bytes, up to <paramref name="most"/> rows. SQLite stores the length of a value before it, so no value is loaded.
    /// </summary>
    public string Size(string schema, long most) =>
        $"SELECT count(*), coalesce(sum(size), 0) FROM (SELECT {string.Join(" + ", Columns.Select(static column => $"coalesce(octet_length(t0.{RuleCompiler.Quoted(column.Name)}), 0)"))} AS size {From(schema)} LIMIT {most})";

    /// <summary>Reads the shape. Null if the file lacks the table or one of these columns.</summary>
    public static SnapshotTable? Read(SqliteHandle handle, string schema, PermittedTable table, IReadOnlySet<string> strict)
    {
        var declared = handle
            .Rows($"SELECT name, type, pk FROM pragma_table_xinfo({Literal(table.Name)}, {Literal(schema)})")
            .ToDictionary(static c => c[0]!, SqliteNames.Comparer);
        if (!table.Columns.All(column => declared.ContainsKey(column.Name)))
            return null;
        var columns = table.Columns.Select(column => new VisibleColumn(column.Name, (declared[column.Name][1] ?? "").ToLowerInvariant())).ToImmutableArray();
        return new(
            table,
            columns,
            [.. table.Columns.Select(column => Definition(handle, schema, table.Name, column.Name, declared[column.Name][1] ?? ""))],
            strict.Contains(table.Name),
            declared.Values.Any(column => column[2] != "0" && !columns.Any(own => SqliteNames.Comparer.Equals(own.Name, column[0]))))
        {
            Declared = [.. References(handle, schema, table.Name).Where(key => columns.Any(own => SqliteNames.Comparer.Equals(own.Name, key.Column)))],
        };
    }

    /// <summary>Returns the foreign keys whose target is among these tables, in the spelling of the tables.</summary>
    public IEnumerable<VisibleReference> ReferencesIn(ImmutableArray<SnapshotTable> tables)
    {
        foreach (var reference in Declared)
        {
            if (tables.FirstOrDefault(table => SqliteNames.Comparer.Equals(table.Name, reference.Table)) is { } target
                && target.Columns.FirstOrDefault(one => SqliteNames.Comparer.Equals(one.Name, reference.TableColumn)) is { } key
                && Columns.FirstOrDefault(own => SqliteNames.Comparer.Equals(own.Name, reference.Column)) is { } column)
                yield return new(column.Name, target.Name, key.Name);
        }
    }

    /// <summary>Reads the foreign keys of one column each. A key without a named target column refers to the primary key.</summary>
    private static IEnumerable<VisibleReference> References(SqliteHandle handle, string schema, string table) =>
        handle.Rows($"""
            SELECT f."from", f."table",
                coalesce(f."to", (SELECT min(name) FROM pragma_table_xinfo(f."table", {Literal(schema)}) WHERE pk > 0 HAVING count(*) = 1))
            FROM pragma_foreign_key_list({Literal(table)}, {Literal(schema)}) AS f GROUP BY f.id HAVING count(*) = 1
            """).Where(static row => row[2] is not null).Select(static row => new VisibleReference(row[0]!, row[1]!, row[2]!));

    /// <summary>Returns the names of all strict tables in one query.</summary>
    public static IReadOnlySet<string> Strict(SqliteHandle handle, string schema) =>
        handle
            .Rows($"SELECT name FROM pragma_table_list WHERE schema = {Literal(schema)} AND strict")
            .Select(static row => row[0]!)
            .ToHashSet(SqliteNames.Comparer);

    private static string Cell(PermittedColumn column) =>
        column.Cell is null ? $"t0.{RuleCompiler.Quoted(column.Name)}" : $"CASE WHEN {column.Cell.Sql} THEN t0.{RuleCompiler.Quoted(column.Name)} END";

    /// <summary>Returns the definition of a column. A declared type is free text in SQLite, so it is quoted and cannot contain syntax.</summary>
    private static string Definition(SqliteHandle handle, string schema, string table, string column, string type)
    {
        var isTable = raw.sqlite3_table_column_metadata(handle.Database, schema, table, column, out _, out var collation, out _, out _, out _) == raw.SQLITE_OK;
        return $"{RuleCompiler.Quoted(column)} {(type.Length == 0 ? "" : RuleCompiler.Quoted(type))} COLLATE {RuleCompiler.Quoted(isTable ? collation : CollationOf(handle, schema, table, column))}";
    }

    /// <summary>
    /// Returns the collation of a view's column, which the engine tells only in a compiled program: as the fourth operand, <c>NOCASE-8</c>, of the
    /// instruction before a function that compares.
    /// </summary>
    private static string CollationOf(SqliteHandle handle, string schema, string view, string column)
    {
        var operand = handle.Rows($"EXPLAIN SELECT nullif(t0.{RuleCompiler.Quoted(column)}, '') FROM {schema}.{RuleCompiler.Quoted(view)} AS t0")
            .Where(static step => step[1] == "CollSeq").Select(static step => step[5]!).LastOrDefault() ?? "BINARY";
        return operand.LastIndexOf('-') is > 0 and var end ? operand[..end] : operand;
    }

    private string From(string schema) => $"FROM {schema}.{RuleCompiler.Quoted(Name)} AS t0 NOT INDEXED WHERE {Permitted.Rows.Sql}";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

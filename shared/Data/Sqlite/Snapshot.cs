using System.Collections.Immutable;
using Onbehalf.Data.Policy;

namespace Onbehalf.Data.Sqlite;

/// <summary>
/// One person's permitted rows and columns in a private in-memory database, and its empty twin. Nothing else exists on either handle,
/// so whatever the statement says there is nothing hidden to reach.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    private readonly SqliteHandle _data = new();
    private readonly SqliteHandle _twin = new();

    private Snapshot(ImmutableArray<PermittedTable> tables, StatementGuard dataGuard, StatementGuard twinGuard) =>
        (Tables, DataGuard, TwinGuard) = (tables, dataGuard, twinGuard);

    public ImmutableArray<PermittedTable> Tables { get; }

    public ImmutableDictionary<string, ImmutableArray<VisibleColumn>> Columns { get; private set; } = ImmutableDictionary<string, ImmutableArray<VisibleColumn>>.Empty;

    public StatementGuard DataGuard { get; }

    public StatementGuard TwinGuard { get; }

    public SqliteHandle Data => _data;

    public SqliteHandle Twin => _twin;

    /// <summary>One statement at a time: a handle has one authorizer and one deadline.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The snapshot, or null when it would hold more than <paramref name="mostRows"/> rows.</summary>
    public static Snapshot? Build(string path, string schema, ImmutableArray<PermittedTable> tables, int mostRows)
    {
        var names = tables.Select(static t => t.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Snapshot? snapshot = null;
        try
        {
            using (var probe = new SqliteHandle())
            {
                var modules = probe.Rows("SELECT name FROM pragma_module_list").Select(static m => m[0]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
                snapshot = new(tables, new(names, modules), new(names, modules));
            }

            if (snapshot.Fill(path, schema, mostRows))
                return snapshot;
        }
        catch
        {
            snapshot?.Dispose();
            throw;
        }

        snapshot.Dispose();
        return null;
    }

    public void Dispose()
    {
        _data.Dispose();
        _twin.Dispose();
        Turn.Dispose();
    }

    private bool Fill(string path, string schema, int mostRows)
    {
        var uri = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro";
        _data.Run($"ATTACH '{uri}' AS {schema}");
        _data.Run("BEGIN");
        var left = (long)mostRows;
        foreach (var table in Tables)
        {
            left -= long.Parse(_data.Rows($"SELECT count(*) FROM (SELECT 1 {From(table, schema)} LIMIT {left + 1})")[0][0]!, System.Globalization.CultureInfo.InvariantCulture);
            if (left < 0)
                return false;
            Copy(table, schema);
        }

        _data.Run("COMMIT");
        _data.Run($"DETACH {schema}");
        _data.Close(DataGuard.Authorize);
        _twin.Close(TwinGuard.Authorize);
        return true;
    }

    /// <summary>As a temporary table, so that no name reaches it but its own.</summary>
    private void Copy(PermittedTable table, string schema)
    {
        var types = _data.Rows($"SELECT name, type FROM pragma_table_xinfo({Literal(table.Name)}, {Literal(schema)})").ToDictionary(static c => c[0]!, static c => c[1] ?? "", StringComparer.OrdinalIgnoreCase);
        var columns = table.Columns.Select(c => new VisibleColumn(c.Name, types.TryGetValue(c.Name, out var type)
            ? type.ToLowerInvariant() : throw new InvalidOperationException($"The policy names {table.Name}.{c.Name}, which is not in the file."))).ToImmutableArray();
        // No primary key: it would make the hidden row number a visible one.
        var create = $"CREATE TEMP TABLE {RuleCompiler.Quoted(table.Name)} ({string.Join(", ", columns.Select(static c => $"{RuleCompiler.Quoted(c.Name)} {Affinity(c.Type)}"))})";
        _data.Run(create);
        _twin.Run(create);
        var cells = table.Columns.Select(static c => c.Cell is null ? $"t0.{RuleCompiler.Quoted(c.Name)}" : $"CASE WHEN {c.Cell.Sql} THEN t0.{RuleCompiler.Quoted(c.Name)} END");
        _data.Run($"INSERT INTO temp.{RuleCompiler.Quoted(table.Name)} SELECT {string.Join(", ", cells)} {From(table, schema)}");
        Columns = Columns.Add(table.Name, columns);
    }

    private static string From(PermittedTable table, string schema) => $"FROM {schema}.{RuleCompiler.Quoted(table.Name)} AS t0 WHERE {table.Rows.Sql}";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A declared type is free text in SQLite; only words and numbers of it are repeated.</summary>
    private static string Affinity(string type) => type.All(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '(' or ')' or ',' or '_') ? type : "";
}

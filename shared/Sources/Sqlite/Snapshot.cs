using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Sources.Policy;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// One person's permitted rows and columns in a private in-memory database, and its empty twin. Neither handle contains anything else, so no
/// statement can reach hidden data.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    private const long MostBytes = 128L * 1024 * 1024;

    /// <summary>Rows have a cost in addition to their values. A table beyond this limit should not have been copied.</summary>
    private const long MostMemory = 2 * MostBytes;

    /// <summary>The approximate cost of a row in addition to its values.</summary>
    private const long RowBytes = 16;

    private readonly SqliteHandle _data;
    private readonly SqliteHandle _twin;

    private Snapshot(string encoding, ImmutableHashSet<string> names, ImmutableHashSet<string> modules)
    {
        (_data, _twin) = (new(encoding), new(encoding));
        (DataGuard, TwinGuard) = (new(names, modules), new(names, modules));
    }

    public ImmutableArray<SnapshotTable> Tables { get; private set; } = [];

    /// <summary>The tables by their root page, which identifies them in a compiled program.</summary>
    public FrozenDictionary<int, SnapshotTable> Roots { get; private set; } = FrozenDictionary<int, SnapshotTable>.Empty;

    /// <summary>Tables with more visible rows than the limit. Their names and columns exist, their rows are not copied.</summary>
    public ImmutableHashSet<string> TooLarge { get; private set; } = [];

    /// <summary>Tables of the policy that the file lacks, that differ there, or that the engine cannot read.</summary>
    public ImmutableArray<PermittedTable> Unfit { get; private set; } = [];

    /// <summary>The approximate size of the copied values.</summary>
    public long Bytes { get; private set; }

    public StatementGuard DataGuard { get; }

    public StatementGuard TwinGuard { get; }

    public SqliteHandle Data => _data;

    public SqliteHandle Twin => _twin;

    /// <summary>A mutex for statements: a handle has one authorizer and one deadline.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public static Snapshot Build(string path, string schema, ImmutableArray<PermittedTable> tables, int mostRows)
    {
        using var turn = new SqliteTurn(MostMemory, TimeSpan.MaxValue, CancellationToken.None);
        using var probe = new SqliteHandle();
        var modules = probe.Rows("SELECT name FROM pragma_module_list").Select(static m => m[0]!).ToImmutableHashSet(SqliteNames.Comparer);
        // No table of a file has a name with the engine's own prefix.
        var names = tables
            .Select(static t => t.Name)
            .Where(static name => !name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
            .ToImmutableHashSet(SqliteNames.Comparer);
        var snapshot = new Snapshot(Encoding(path), names, modules);
        try
        {
            turn.Watch(snapshot._data);
            snapshot.Fill(path, schema, tables, mostRows);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _data.Dispose();
        _twin.Dispose();
        Turn.Dispose();
    }

    private void Fill(string path, string schema, ImmutableArray<PermittedTable> tables, int mostRows)
    {
        Attach(path, schema);
        var strict = SnapshotTable.Strict(_data, schema);
        var sizes = tables.Select(table => (Table: table, Shape: Shape(table, schema, strict, mostRows, out var size), Size: size)).ToList();
        Unfit = [.. sizes.Where(static size => size.Shape is null).Select(static size => size.Table)];
        Tables = [.. sizes.Select(static size => size.Shape).OfType<SnapshotTable>()];
        foreach (var table in Tables)
        {
            _data.Run(table.Create);
            _twin.Run(table.Create);
        }

        foreach (var (_, shape, size) in sizes.Where(static size => size.Shape is not null).OrderBy(static size => size.Size))
        {
            var bytes = size.Bytes + (size.Rows * RowBytes);
            if (size.Rows > mostRows || Bytes + bytes > MostBytes)
            {
                TooLarge = TooLarge.Add(shape!.Name);
                continue;
            }

            if (IsCopied(shape!, schema))
                Bytes += bytes;
            else
                LeaveOut(shape!);
        }

        _data.Run("COMMIT");
        _data.Run($"DETACH {schema}");
        var byName = Tables.ToDictionary(static table => table.Name, StringComparer.Ordinal);
        Roots = _data.Rows("SELECT rootpage, name FROM sqlite_temp_schema").ToFrozenDictionary(
            static row => int.Parse(row[0]!, CultureInfo.InvariantCulture), row => byName[row[1]!]);
        _data.Close(DataGuard.Authorize);
        _twin.Close(TwinGuard.Authorize);
    }

    /// <summary>
    /// Reads the encoding from the header of the file (file format, section 1.3.13). It is fixed once there is a table. While the first tables are only
    /// in the write-ahead log, the header has none.
    /// </summary>
    private static string Encoding(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[60];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length ? "UTF-8" : header[59] switch
        {
            2 => "UTF-16le",
            3 => "UTF-16be",
            0 => SqliteHandle.EncodingOf(path),
            _ => "UTF-8",
        };
    }

    private void Attach(string path, string schema)
    {
        var uri = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro";
        _data.Run($"ATTACH '{uri}' AS {schema}");
        _data.Run("BEGIN");
        // An unreadable file fails here as a whole. Later failures concern one table only.
        _data.Rows($"SELECT count(*) FROM {schema}.sqlite_schema");
    }

    /// <summary>Returns null for a table that the file lacks or the engine cannot read: an unknown collation or module, a view over a missing table.</summary>
    private SnapshotTable? Shape(PermittedTable table, string schema, IReadOnlySet<string> strict, int mostRows, out (long Rows, long Bytes) size)
    {
        size = default;
        try
        {
            if (SnapshotTable.Read(_data, schema, table, strict) is not { } shape || !_data.Compiles(shape.Create) || !_data.Compiles(shape.Select(schema)))
                return null;
            var row = _data.Rows(shape.Size(schema, mostRows + 1L))[0];
            size = (long.Parse(row[0]!, CultureInfo.InvariantCulture), long.Parse(row[1]!, CultureInfo.InvariantCulture));
            return shape;
        }
        catch (SqliteFailure failure) when (failure.IsOfTheTable)
        {
            return null;
        }
    }

    /// <summary>Returns false for a view that fails while it is read, and for a value that the copy refuses.</summary>
    private bool IsCopied(SnapshotTable table, string schema)
    {
        try
        {
            _data.Run($"INSERT INTO temp.{RuleCompiler.Quoted(table.Name)} {table.Select(schema)}");
            return true;
        }
        catch (SqliteFailure failure) when (failure.IsOfTheTable)
        {
            return false;
        }
    }

    private void LeaveOut(SnapshotTable table)
    {
        foreach (var handle in (SqliteHandle[])[_data, _twin])
            handle.Run($"DROP TABLE temp.{RuleCompiler.Quoted(table.Name)}");
        Tables = Tables.Remove(table);
        Unfit = Unfit.Add(table.Permitted);
    }
}

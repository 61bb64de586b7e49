using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Npgsql;
using Npgsql.Schema;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Builds the statements for one model-written text: a read-only transaction, limits, a cursor (the server's own grammar is the gate), a fetch,
/// and a rollback.
/// </summary>
internal static class GuardedQuery
{
    /// <summary>The time for the statements around a query and for the network, in addition to the query's own limit.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    public static string Declare(string sql) => $"DECLARE onbehalf_query NO SCROLL CURSOR FOR\n{sql}\n";

    public static string Fetch(QueryLimits limits) => $"FETCH {(limits.Rows + 1).ToString(CultureInfo.InvariantCulture)} FROM onbehalf_query";

    /// <summary>
    /// Builds a batch of one round trip. The server treats each text as one statement, whatever it contains. The server checks no time limit
    /// while it expands views, so <paramref name="limits"/> also set a client timeout, after which the connection ends. Results under limits are
    /// in text form.
    /// </summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<string> statements, QueryLimits? limits = null) =>
        Batch(connection, statements.Select(static statement => new NpgsqlBatchCommand(statement)), limits);

    public static NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> statements, QueryLimits? limits = null)
    {
        var batch = new NpgsqlBatch(connection);
        if (limits is not null)
        {
            batch.Timeout = (int)Math.Ceiling((limits.Deadline + Grace).TotalSeconds);
            TextResults.Ask(batch);
        }

        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        return batch;
    }

    /// <summary>
    /// Reads the rows up to the limits. A row beyond the limit in bytes ends the result; only a first row is returned in part. The remaining
    /// rows are cancelled. The server reports the table and column that each column of the result comes from.
    /// </summary>
    public static async Task<ResultTable> ReadAsync(
        NpgsqlBatch batch,
        NpgsqlDataReader reader,
        string source,
        string sql,
        QueryLimits limits,
        Func<uint, int, ReferredKey?> keyOf,
        CancellationToken cancellation)
    {
        var cells = Enumerable.Range(0, reader.FieldCount).Select(i => Cell.Of(reader, i)).ToArray();
        var origins = (await reader.GetColumnSchemaAsync(cancellation)).Cast<NpgsqlDbColumn>().ToArray();
        ImmutableArray<ResultColumn> columns =
        [
            .. cells.Select(
                (cell, i) => new ResultColumn(reader.GetName(i), cell.Kind) { Refers = keyOf(origins[i].TableOID, origins[i].ColumnAttributeNumber ?? 0) }),
        ];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        var (bytes, isFull) = (0, false);
        while (!isFull && await reader.ReadAsync(cancellation))
        {
            if (rows.Count == limits.Rows)
                return new(source, sql, columns, rows.ToImmutable(), Truncated: true);
            var row = new object?[cells.Length];
            for (var i = 0; i < row.Length && (!isFull || rows.Count == 0); i++)
            {
                (row[i], var isCut) = await cells[i].ReadAsync(reader, Math.Max(limits.Bytes - bytes, 0), cancellation);
                bytes += CellText.Size(row[i]);
                isFull |= isCut || bytes > limits.Bytes;
            }

            if (!isFull || rows.Count == 0)
                rows.Add(ImmutableCollectionsMarshal.AsImmutableArray(row));
        }

        if (isFull)
            batch.Cancel();
        return new(source, sql, columns, rows.ToImmutable(), isFull);
    }
}

/// <summary>
/// Requests the text form of every result of a batch: the form that psql shows, for any value and also for types unknown to the driver. The
/// driver supports this for single commands (<see cref="NpgsqlCommand.AllResultTypesAreUnknown"/>). For batches the same property is internal.
/// Without it, every query would need a second round trip. A driver release without the property breaks every query and the tests.
/// </summary>
internal static class TextResults
{
    public static void Ask(NpgsqlBatch batch) => Set(batch, true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AllResultTypesAreUnknown")]
    private static extern void Set(NpgsqlBatch batch, bool value);
}

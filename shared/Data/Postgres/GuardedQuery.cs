using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;
using Onbehalf.Tools;

namespace Onbehalf.Data.Postgres;

/// <summary>Runs one model-written text in one round trip: a read-only transaction, limits, a cursor (the server's own grammar is the gate), a fetch, and a rollback.</summary>
internal static class GuardedQuery
{
    /// <summary>
    /// The same for every statement of a connection, so it is said once, when the connection opens; a reset returns to it. Rows are fetched to the end,
    /// so a cursor is to be planned like a plain query.
    /// </summary>
    public const string SessionOptions = "-c lock_timeout=500 -c idle_in_transaction_session_timeout=10000 -c standard_conforming_strings=on -c cursor_tuple_fraction=1.0";

    public static ImmutableArray<string> Settings(QueryLimits limits, string searchPath)
    {
        var deadline = ((long)limits.Deadline.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return
        [
            $"SET LOCAL statement_timeout = {deadline}",
            $"SET LOCAL search_path = {searchPath}",
        ];
    }

    public static async Task<ResultTable> RunAsync(NpgsqlConnection connection, string source, string sql, QueryLimits limits, string searchPath, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN READ ONLY"));
        foreach (var setting in Settings(limits, searchPath))
            batch.BatchCommands.Add(new(setting));
        batch.BatchCommands.Add(new($"DECLARE onbehalf_query NO SCROLL CURSOR FOR\n{sql}\n"));
        batch.BatchCommands.Add(new($"FETCH {(limits.Rows + 1).ToString(CultureInfo.InvariantCulture)} FROM onbehalf_query"));
        batch.BatchCommands.Add(new("ROLLBACK"));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await ReadAsync(reader, source, sql, limits, cancellation);
    }

    private static async Task<ResultTable> ReadAsync(NpgsqlDataReader reader, string source, string sql, QueryLimits limits, CancellationToken cancellation)
    {
        var readers = new Cell[reader.FieldCount];
        var columns = ImmutableArray.CreateBuilder<ResultColumn>(readers.Length);
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i] = Cell.Of(reader, i);
            columns.Add(new(reader.GetName(i), readers[i].Kind));
        }

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        var (bytes, cut) = (0, false);
        while (!cut && await reader.ReadAsync(cancellation))
        {
            var row = new object?[readers.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = readers[i].Read(reader);
                bytes += CellText.Size(row[i]);
            }

            cut = rows.Count == limits.Rows || bytes > limits.Bytes;
            if (!cut)
                rows.Add(ImmutableCollectionsMarshal.AsImmutableArray(row));
        }

        return new(source, sql, columns.MoveToImmutable(), rows.ToImmutable(), cut);
    }
}

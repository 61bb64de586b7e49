using System.Collections.Immutable;
using System.Data;
using System.Text.Json;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// One text, run as its person together with the question what it touches: in one transaction, so that the rules which gave the rows are the rules on
/// record, and in one round trip.
/// </summary>
internal sealed class TracedQuery(PersonPool pool, string source, string sql, IReadOnlyList<SqlToken> tokens, NamedValues values, QueryLimits limits)
{
    private readonly ImmutableArray<string> _settings = pool.Session.Query(limits);

    /// <summary>Of the run that gave the rows or the error.</summary>
    public LineageResult Lineage { get; private set; } = new LineageResult.Unknown();

    /// <summary>True once a connection is open: a timeout before that is the pool's or the network's, not the query's.</summary>
    public bool IsSent { get; private set; }

    public async Task<ResultTable> RunAsync(CancellationToken cancellation)
    {
        if (pool.Lineage.Find(sql) is { } known && await RunKnownAsync(known, cancellation) is { } table)
            return table;
        return await RunTracedAsync(cancellation) ?? await RunPlainAsync(cancellation);
    }

    /// <summary>Null when the catalogue is no longer the one from which the lineage was computed.</summary>
    private async Task<ResultTable?> RunKnownAsync(KnownLineage known, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var batch = Batch(connection, ["BEGIN READ ONLY", .. _settings], [known.Check]);
        var holds = false;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            await reader.ReadAsync(cancellation);
            if (known.After(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)) is { } still)
            {
                (holds, Lineage) = (true, known.Result);
                pool.Lineage.Keep(sql, still);
                await reader.NextResultAsync(cancellation);
                return await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, cancellation);
            }
        }
        catch (PostgresException error) when (!holds && !SqlStates.IsLogin(error.SqlState) && !SqlStates.IsBusy(error.SqlState))
        {
            // The text no longer runs as it did. What it touches now is read afresh.
        }

        pool.Lineage.Forget(sql);
        return null;
    }

    /// <summary>Null when the lineage could not be read, although the text may well run.</summary>
    private async Task<ResultTable?> RunTracedAsync(CancellationToken cancellation)
    {
        var names = LineageStamp.Names(tokens);
        await using var connection = await OpenAsync(cancellation);
        await using var batch = Batch(
            connection, ["BEGIN READ WRITE", .. _settings, .. PostgresLineage.Statements(sql, names, pool.Session.Path, PersonCatalog.PlainPath), "SET TRANSACTION READ ONLY"], []);
        var isTraced = false;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            await reader.ReadAsync(cancellation);
            var stamp = reader.IsDBNull(1) ? null : reader.GetString(1);
            await reader.NextResultAsync(cancellation);
            (Lineage, var relations) = await LineageAsync(reader, cancellation);
            if (Lineage is not LineageResult.Forbidden && NameChoice.Between(tokens, relations, pool.Login.Path) is { } words)
                Lineage = new LineageResult.Ambiguous(words);
            isTraced = true;
            // The fingerprint does not cover the relations that a policy reads, on which a denial depends.
            if (stamp is not null && Lineage is not (LineageResult.Unknown or LineageResult.Ambiguous or LineageResult.Known { IsDenied: true }))
                pool.Lineage.Keep(sql, new(Lineage, names!, [.. relations.Select(static relation => relation.Id)], stamp));
            await reader.NextResultAsync(cancellation);
            return await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, cancellation);
        }
        catch (PostgresException error) when (!isTraced && !SqlStates.IsLogin(error.SqlState) && !SqlStates.IsBusy(error.SqlState))
        {
            return null;
        }
    }

    private async Task<ResultTable> RunPlainAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var batch = Batch(connection, ["BEGIN READ ONLY", .. _settings], []);
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        return await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, cancellation);
    }

    /// <summary>The cursor over the text, with statements before it and between it and the fetch.</summary>
    private NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<string> before, IEnumerable<string> between) => GuardedQuery.Batch(
        connection,
        [
            .. before.Select(static one => new NpgsqlBatchCommand(one)), values.Bound(GuardedQuery.Declare(sql)),
            .. between.Append(GuardedQuery.Fetch(limits)).Append("ROLLBACK").Select(static one => new NpgsqlBatchCommand(one)),
        ],
        limits);

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await pool.Connections.OpenConnectionAsync(cancellation);
        IsSent = true;
        return connection;
    }

    /// <summary>A tree that cannot be read is lineage that nobody knows, and no reason not to answer the person.</summary>
    private async Task<(LineageResult Result, IReadOnlyCollection<LineageRelation> Relations)> LineageAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        try
        {
            return await PostgresLineage.ReadAsync(reader, source, pool.BuiltIns, cancellation);
        }
        catch (Exception error) when (error is FormatException or OverflowException or JsonException)
        {
            return (new LineageResult.Unknown(), []);
        }
    }
}

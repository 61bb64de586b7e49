using System.Collections.Immutable;
using System.Data;
using System.Text.Json;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Runs one text as its person and reads its lineage in the same transaction and round trip. The recorded rules are therefore the rules that
/// applied to the rows.
/// </summary>
internal sealed class TracedQuery(PersonPool pool, string source, string sql, IReadOnlyList<SqlToken> tokens, NamedValues values, QueryLimits limits)
{
    private readonly ImmutableArray<string> _settings = pool.Session.Query(limits);

    private string? _refusal;

    /// <summary>The lineage of the run that returned the rows or the error.</summary>
    public LineageResult Lineage { get; private set; } = new LineageResult.Unknown();

    /// <summary>True once a connection is open. An earlier timeout is one of the pool or the network, not of the query.</summary>
    public bool IsSent { get; private set; }

    public async Task<ResultTable> RunAsync(CancellationToken cancellation)
    {
        if (pool.Lineage.Find(sql) is { } small && small.ExpectsFewRows(limits.Rows) && await RunWithoutCursorAsync(small, cancellation) is { } rows)
            return rows;
        if (pool.Lineage.Find(sql) is { } known && await RunKnownAsync(known, cancellation) is { } table)
            return table;
        if (await RunTracedAsync(cancellation) is { } traced)
        {
            pool.LineageRefusal = null;
            return traced;
        }

        var plain = await RunPlainAsync(cancellation);
        if (_refusal is { } state && SqlStates.IsRaisedByRoutine(state))
            pool.LineageRefusal = state;
        return plain;
    }

    /// <summary>
    /// Runs a text that a cursor has accepted before, without a cursor, and checks its cached lineage while the text still holds its locks.
    /// Returns null if the catalogue has changed, the result is longer than expected, or the text fails.
    /// </summary>
    private async Task<ResultTable?> RunWithoutCursorAsync(KnownLineage known, CancellationToken cancellation)
    {
        await using var lease = await OpenAsync(cancellation);
        await using var batch = GuardedQuery.Batch(
            lease.Connection, [.. Commands(["BEGIN READ ONLY", .. _settings]), values.Bound(sql), .. Commands([known.Check, "ROLLBACK"])], limits);
        var isWhole = false;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            var table = await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, pool.KeyOf, cancellation);
            if (!table.Truncated)
            {
                isWhole = true;
                await reader.NextResultAsync(cancellation);
                await reader.ReadAsync(cancellation);
                if (known.After(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)) is { } still)
                {
                    Lineage = known.Result;
                    pool.Lineage.Keep(sql, still);
                    lease.MarkClean();
                    return table;
                }
            }
            else
            {
                batch.Cancel();
            }
        }
        catch (PostgresException error) when (!SqlStates.IsLogin(error.SqlState) && !SqlStates.IsBusy(error.SqlState))
        {
            // The cursor finds the reason, under a lineage that is checked first.
        }

        if (isWhole)
            pool.Lineage.Forget(sql);
        else
            pool.Lineage.Keep(sql, known with { Rows = null });
        return null;
    }

    /// <summary>Runs the query with a cached lineage. Returns null if the catalogue has changed since.</summary>
    private async Task<ResultTable?> RunKnownAsync(KnownLineage known, CancellationToken cancellation)
    {
        await using var lease = await OpenAsync(cancellation);
        await using var batch = Batch(lease.Connection, ["BEGIN READ ONLY", .. _settings], [known.Check]);
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
                return Counted(await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, pool.KeyOf, cancellation));
            }
        }
        catch (PostgresException error) when (!holds && !SqlStates.IsLogin(error.SqlState) && !SqlStates.IsBusy(error.SqlState))
        {
            // The text no longer runs in the same way, so its lineage is read again.
        }

        pool.Lineage.Forget(sql);
        return null;
    }

    /// <summary>Runs the query and reads its lineage. Returns null if the lineage is unreadable; the text itself may still run.</summary>
    private async Task<ResultTable?> RunTracedAsync(CancellationToken cancellation)
    {
        var names = LineageStamp.Names(tokens);
        await using var lease = await OpenAsync(cancellation);
        await using var batch = Batch(
            lease.Connection,
            [
                "BEGIN READ WRITE",
                .. _settings,
                .. PostgresLineage.Statements(sql, names, pool.Session.Path, PersonCatalog.PlainPath),
                "SET TRANSACTION READ ONLY",
            ],
            []);
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
            return Counted(await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, pool.KeyOf, cancellation));
        }
        catch (PostgresException error) when (!isTraced && !SqlStates.IsLogin(error.SqlState) && !SqlStates.IsBusy(error.SqlState))
        {
            _refusal = error.SqlState;
            return null;
        }
    }

    private async Task<ResultTable> RunPlainAsync(CancellationToken cancellation)
    {
        await using var lease = await OpenAsync(cancellation);
        await using var batch = Batch(lease.Connection, ["BEGIN READ ONLY", .. _settings], []);
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        return await GuardedQuery.ReadAsync(batch, reader, source, sql, limits, pool.KeyOf, cancellation);
    }

    /// <summary>Returns a batch with the cursor over the text, statements before it, and statements between it and the fetch.</summary>
    private NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<string> before, IEnumerable<string> between) => GuardedQuery.Batch(
        connection,
        [
            .. Commands(before), values.Bound(GuardedQuery.Declare(sql)), .. Commands(between.Append(GuardedQuery.Fetch(limits)).Append("ROLLBACK")),
        ],
        limits);

    private static IEnumerable<NpgsqlBatchCommand> Commands(IEnumerable<string> statements) => statements.Select(static one => new NpgsqlBatchCommand(one));

    /// <summary>Notes the length of a result, which decides whether the next run needs a cursor.</summary>
    private ResultTable Counted(ResultTable table)
    {
        if (!table.Truncated && pool.Lineage.Find(sql) is { } known)
            pool.Lineage.Keep(sql, known with { Rows = table.Rows.Length });
        return table;
    }

    private async Task<PersonConnection> OpenAsync(CancellationToken cancellation)
    {
        var lease = await pool.OpenAsync(cancellation);
        IsSent = true;
        return lease;
    }

    /// <summary>Reads the lineage. A tree that cannot be parsed gives an unknown lineage; the person still gets the answer.</summary>
    private async Task<(LineageResult Result, IReadOnlyCollection<LineageRelation> Relations)> LineageAsync(
        NpgsqlDataReader reader, CancellationToken cancellation)
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

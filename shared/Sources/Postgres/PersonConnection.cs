using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// One connection of a person's pool. Disposal resets its session in the background with <c>DISCARD ALL</c>, unless <see cref="MarkClean"/> was
/// called. A read-only transaction that was rolled back leaves no setting, temporary table or sequence value. A reset by the driver would cost a
/// third of a short query.
/// </summary>
internal sealed class PersonConnection(NpgsqlDataSource pool, NpgsqlConnection connection, bool needsReset) : IAsyncDisposable
{
    private static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(5);

    private bool _resets = needsReset;

    public NpgsqlConnection Connection => connection;

    /// <summary>Call this after the results of a read-only batch were read to its own <c>ROLLBACK</c>.</summary>
    public void MarkClean() => _resets = false;

    public ValueTask DisposeAsync()
    {
        if (!_resets)
            return connection.DisposeAsync();
        _ = ResetAsync();
        return ValueTask.CompletedTask;
    }

    private async Task ResetAsync()
    {
        try
        {
            await using var batch = GuardedQuery.Batch(connection, ["ROLLBACK", "DISCARD ALL"]);
            // Each statement is a transaction of its own: DISCARD ALL is not allowed in a block.
            batch.EnableErrorBarriers = true;
            batch.Timeout = (int)ResetTimeout.TotalSeconds;
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException or InvalidOperationException)
        {
            // The driver closes every connection that was open at this moment when it returns.
            pool.Clear();
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }
}

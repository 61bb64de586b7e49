using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>Writes instances. Every write but the first is guarded by the ETag of the write before it.</summary>
internal sealed partial class InstanceStore(HubTables tables, InstanceReader reader, ILogger logger)
{
    private const int DeletesPerBatch = 100;

    /// <summary>One insert; a finished instance of the same id is replaced by a new generation.</summary>
    public async Task<StartResult> StartAsync(InstanceRow row, CancellationToken cancellation)
    {
        row = row with { CommitId = Guid.NewGuid().ToString("N") };
        while (true)
        {
            try
            {
                return await InsertAsync(row, cancellation);
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
            {
                var existing = await reader.ReadAsync(row.Id, payloads: false, cancellation);
                if (existing is null)
                    continue;
                if (existing.CommitId == row.CommitId)
                    return new StartResult.Started(row with { ETag = existing.ETag }, []);
                if (!existing.IsFinished || existing.Parent is not null && existing.Parent == row.Parent)
                    return new StartResult.Exists(existing);
                if (await ReplaceAsync(existing, row, cancellation) is { } replaced)
                    return replaced;
            }
        }
    }

    public async Task<CommitResult> CommitAsync(Commit commit, CancellationToken cancellation)
    {
        var after = commit.After with { CommitId = Guid.NewGuid().ToString("N") };
        var batch = CommitBatch.Of(commit with { After = after });
        while (true)
        {
            try
            {
                return await SubmitAsync(batch, after, TransactionKind.Commit, cancellation);
            }
            catch (RequestFailedException conflict) when (conflict.Status is 404 or 409 or 412)
            {
                var stored = await PatientAsync(() => reader.ReadAsync(after.Id, payloads: false, cancellation), cancellation);
                return stored?.CommitId == after.CommitId
                    ? new CommitResult.Stored(after with { ETag = stored.ETag }, [.. batch.NewKeys])
                    : new CommitResult.Lost();
            }
            catch (Exception exception) when (Transient.Is(exception, cancellation))
            {
                Log.Unavailable(logger, exception, after.Id);
                await Task.Delay(Transient.Pause, cancellation);
            }
        }
    }

    /// <summary>Makes this process the owner of an instance that nobody owns any more; null when somebody was faster.</summary>
    public async Task<InstanceRow?> TakeAsync(InstanceRow row, string owner, CancellationToken cancellation)
    {
        var taken = row with { Owner = owner, Epoch = row.Epoch + 1, CommitId = Guid.NewGuid().ToString("N") };
        try
        {
            tables.Counts.Add(TransactionKind.Takeover);
            var response = await tables.Instances.UpdateEntityAsync(
                InstanceRowEntity.Progress(taken), row.ETag, TableUpdateMode.Merge, cancellation);
            return taken with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Deletes a finished instance with all its rows; false when it changed meanwhile.</summary>
    public async Task<bool> PurgeAsync(InstanceRow row, CancellationToken cancellation)
    {
        try
        {
            tables.Counts.Add(TransactionKind.Cleanup);
            await tables.Instances.DeleteEntityAsync(row.Id, RowKeys.Instance, row.ETag, cancellation);
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return false;
        }

        await DeleteGenerationsBeforeAsync(row.Id, int.MaxValue, cancellation);
        return true;
    }

    public async Task DeleteAsync(string id, IReadOnlyList<string> rowKeys, CancellationToken cancellation)
    {
        foreach (var keys in rowKeys.Chunk(DeletesPerBatch))
        {
            tables.Counts.Add(TransactionKind.Cleanup);
            await tables.Instances.SubmitTransactionAsync(
                keys.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(id, key), ETag.All)),
                cancellation);
        }
    }

    private async Task<StartResult> InsertAsync(InstanceRow row, CancellationToken cancellation)
    {
        var batch = CommitBatch.OfNew(row);
        var stored = await SubmitAsync(batch, row, TransactionKind.Start, cancellation);
        return new StartResult.Started(stored.Row, stored.NewKeys);
    }

    private async Task<StartResult?> ReplaceAsync(InstanceRow existing, InstanceRow row, CancellationToken cancellation)
    {
        var after = row with { Generation = existing.Generation + 1, Epoch = existing.Epoch + 1 };
        if (await CommitAsync(new Commit(existing, after, []), cancellation) is not CommitResult.Stored stored)
            return null;
        try
        {
            await DeleteGenerationsBeforeAsync(row.Id, after.Generation, cancellation);
        }
        catch (Exception exception) when (Transient.Is(exception, cancellation))
        {
            // The new instance has started; rows of a past generation are never read and go with the next purge.
            Log.Unavailable(logger, exception, row.Id);
        }

        return new StartResult.Started(stored.Row, stored.NewKeys);
    }

    private async Task<CommitResult.Stored> SubmitAsync(
        CommitBatch batch, InstanceRow row, TransactionKind kind, CancellationToken cancellation)
    {
        foreach (var payload in batch.Ahead)
        {
            tables.Counts.Add(TransactionKind.Payload);
            await tables.Instances.UpsertEntityAsync(payload, TableUpdateMode.Replace, cancellation);
        }

        tables.Counts.Add(kind);
        var responses = await tables.Instances.SubmitTransactionAsync(batch.Actions, cancellation);
        var etag = responses.Value[0].Headers.ETag ?? throw new InvalidDataException("The store answered a write without an ETag.");
        if (batch.LeftOver.Count > 0)
            await DeleteAsync(row.Id, batch.LeftOver, cancellation);
        return new CommitResult.Stored(row with { ETag = etag }, [.. batch.NewKeys]);
    }

    private async Task DeleteGenerationsBeforeAsync(string id, int generation, CancellationToken cancellation)
    {
        var keys = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id}");
        await foreach (var page in tables.Instances.QueryAsync<TableEntity>(filter, null, ["RowKey"], cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.Cleanup);
            keys.AddRange(page.Values.Select(row => row.RowKey).Where(key => RowKeys.Generation(key) < generation));
        }

        await DeleteAsync(id, keys, cancellation);
    }

    private static async Task<T> PatientAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (Transient.Is(exception, cancellation))
            {
                await Task.Delay(Transient.Pause, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The task hub's store is unavailable; instance {InstanceId} waits for it")]
        public static partial void Unavailable(ILogger logger, Exception exception, string instanceId);
    }
}

using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>This process's registration, and what it may conclude about other registrations.</summary>
/// <remarks>
/// An expired or dead process is removed by deleting its row under the ETag it was seen with: either it beat meanwhile and the delete
/// fails, or its next beat fails and it drops everything it owned. Ids are never used twice.
/// </remarks>
internal sealed class WorkerLease(HubTables tables, LeaseTiming timing, WorkerProcess process, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _sent;
    private volatile bool _held;

    public string Id { get; private set; } = "";

    /// <summary>Nobody can have taken this process's instances: its last beat was sent less than a lease ago by the monotonic clock.</summary>
    public bool IsValid => _held && clock.GetElapsedTime(Interlocked.Read(ref _sent)) < timing.Expiry - timing.Margin;

    /// <summary>A process that was paused may have lost its instances without knowing; it waits here until it knows.</summary>
    public async Task ValidAsync(CancellationToken cancellation)
    {
        while (!IsValid)
            await Task.Delay(Pause, clock, cancellation);
    }

    public async Task RegisterAsync(CancellationToken cancellation)
    {
        var sent = clock.GetTimestamp();
        var id = Guid.NewGuid().ToString("N");
        tables.Counts.Add(TransactionKind.Heartbeat);
        try
        {
            await tables.Workers.AddEntityAsync(WorkerRow.New(id, process), cancellation);
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // Nobody else has this id: an earlier attempt arrived and its answer was lost.
        }

        Id = id;
        Interlocked.Exchange(ref _sent, sent);
        _held = true;
    }

    /// <summary>False when another process has ended this registration.</summary>
    public async Task<bool> BeatAsync(CancellationToken cancellation)
    {
        var sent = clock.GetTimestamp();
        try
        {
            tables.Counts.Add(TransactionKind.Heartbeat);
            await tables.Workers.UpdateEntityAsync(
                new TableEntity(WorkerRow.Partition, Id) { ["Beat"] = sent }, ETag.All, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            _held = false;
            return false;
        }

        Interlocked.Exchange(ref _sent, sent);
        return true;
    }

    public async Task<IReadOnlyList<WorkerRow>> RegisteredAsync(CancellationToken cancellation)
    {
        var rows = new List<WorkerRow>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {WorkerRow.Partition}");
        await foreach (var page in tables.Workers.QueryAsync<TableEntity>(filter, null, null, cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.Heartbeat);
            rows.AddRange(page.Values.Select(WorkerRow.Read));
        }

        return rows;
    }

    /// <summary>Ends the registrations of processes that are gone; true when there was one.</summary>
    public async Task<bool> RemoveDeadAsync(IReadOnlyList<WorkerRow> registered, CancellationToken cancellation)
    {
        // Both times are the store's, so no clock of a process matters.
        var now = registered.FirstOrDefault(row => row.Id == Id)?.Beat;
        var removed = false;
        foreach (var row in registered.Where(row => row.Id != Id))
        {
            if (row.Process.IsGone() || now - row.Beat > timing.Expiry)
                removed |= await RemoveAsync(row, cancellation);
        }

        return removed;
    }

    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (!_held)
            return;
        _held = false;
        tables.Counts.Add(TransactionKind.Heartbeat);
        await tables.Workers.DeleteEntityAsync(WorkerRow.Partition, Id, ETag.All, cancellation);
    }

    private async Task<bool> RemoveAsync(WorkerRow row, CancellationToken cancellation)
    {
        try
        {
            tables.Counts.Add(TransactionKind.Heartbeat);
            await tables.Workers.DeleteEntityAsync(WorkerRow.Partition, row.Id, row.ETag, cancellation);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }
}

using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Limits the number of one person's runs that act at the same time: a semaphore per author, with a queue in the order of their start. A run that
/// waits for its author releases its place, unless too many wait already. A place older than one hour belongs to a crashed run and does not count.
/// </summary>
public sealed class RunPlaces(Tables tables, RunLimits limits, TimeProvider time)
{
    /// <summary>
    /// The maximum number of runs that wait for a confirmation without a place. A further one holds its place, which limits how many runs one person
    /// has to answer.
    /// </summary>
    internal const int MostWaiting = 50;

    private const string At = "At";

    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly Stripes _stripes = new();

    /// <summary>
    /// Takes a place. False when all are taken; the run is then in the queue. The limit is exact within a process. Concurrent callers of several
    /// instances may exceed it by their number.
    /// </summary>
    public async Task<bool> EnterAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var passage = await _stripes.EnterAsync(run.Author.Id.Value, cancellation);
        if (await HasRoomAsync(run, cancellation))
            return await TakeAsync(run, cancellation);

        // A run that leaves after this write sees the queue row. A run that left before it has freed a place, so the check is repeated.
        await tables.Runs.UpsertEntityAsync(
            new TableEntity(RunKeys.Queue(run.Author.Id), RunKeys.QueueRow(run.Id, run.StartedAt)), TableUpdateMode.Replace, cancellation);
        return await HasRoomAsync(run, cancellation) && await TakeAsync(run, cancellation);
    }

    /// <summary>Whether the run has a place.</summary>
    public async Task<bool> HoldsAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (await tables.Runs.GetEntityIfExistsAsync<TableEntity>(RunKeys.Acting(run.Author.Id), run.Id.Value, ["RowKey"], cancellation)).HasValue;
    }

    /// <summary>Releases the place while the run waits for its author, which can take days.</summary>
    /// <returns>The next run in the queue; null when it is empty, or when the run holds its place.</returns>
    public async Task<RunId?> WaitAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var waiting = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RunKeys.Waiting(run.Author.Id)}");
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            waiting += row.RowKey == run.Id.Value ? 0 : 1;
        if (waiting >= MostWaiting)
            return null;
        var next = await LeaveAsync(run, cancellation);
        await tables.Runs.UpsertEntityAsync(new TableEntity(RunKeys.Waiting(run.Author.Id), run.Id.Value), TableUpdateMode.Replace, cancellation);
        return next;
    }

    /// <summary>Releases the place. Idempotent.</summary>
    /// <returns>The next run in the queue; null when it is empty.</returns>
    public async Task<RunId?> LeaveAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        await tables.Runs.DeleteEntityAsync(RunKeys.Acting(run.Author.Id), run.Id.Value, cancellationToken: cancellation);
        await tables.Runs.DeleteEntityAsync(RunKeys.Queue(run.Author.Id), RunKeys.QueueRow(run.Id, run.StartedAt), cancellationToken: cancellation);
        await tables.Runs.DeleteEntityAsync(RunKeys.Waiting(run.Author.Id), run.Id.Value, cancellationToken: cancellation);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RunKeys.Queue(run.Author.Id)}");
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellation))
            return RunKeys.ReadQueue(row.RowKey);
        return null;
    }

    private async Task<bool> TakeAsync(RunState run, CancellationToken cancellation)
    {
        await tables.Runs.UpsertEntityAsync(
            new TableEntity(RunKeys.Acting(run.Author.Id), run.Id.Value) { [At] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellation);
        await tables.Runs.DeleteEntityAsync(RunKeys.Queue(run.Author.Id), RunKeys.QueueRow(run.Id, run.StartedAt), cancellationToken: cancellation);
        await tables.Runs.DeleteEntityAsync(RunKeys.Waiting(run.Author.Id), run.Id.Value, cancellationToken: cancellation);
        return true;
    }

    private async Task<bool> HasRoomAsync(RunState run, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - Stale;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RunKeys.Acting(run.Author.Id)} and At gt {since}");
        var others = 0;
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            others += row.RowKey == run.Id.Value ? 0 : 1;
        return others < limits.Acting;
    }
}

using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// How many runs of one person act at once, so that one person's hundred schedules starve nobody. Who finds no place waits in the order they
/// woke. A run that waits for its author gives its place back, unless too many wait already. A place taken more than an hour ago belongs to a
/// run that never said goodbye, and does not count.
/// </summary>
public sealed class RunPlaces(Tables tables, RunLimits limits, TimeProvider time)
{
    /// <summary>Runs of one person that wait for a yes without a place; a further one keeps its place, so that no more wake than a person can answer.</summary>
    internal const int MostWaiting = 50;

    private const string At = "At";

    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly Stripes _stripes = new();

    /// <summary>False when all places of the author are taken: then the run is in the queue. Exact within a process; callers of several instances at the same instant may exceed the limit by their number.</summary>
    public async Task<bool> EnterAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var passage = await _stripes.EnterAsync(run.Author.Id.Value, cancellation);
        if (await HasRoomAsync(run, cancellation))
            return await TakeAsync(run, cancellation);

        // Whoever leaves after this row is there sees it; whoever left before has left room.
        await tables.Runs.UpsertEntityAsync(new TableEntity(RunKeys.Queue(run.Author.Id), RunKeys.QueueRow(run.Id, run.StartedAt)), TableUpdateMode.Replace, cancellation);
        return await HasRoomAsync(run, cancellation) && await TakeAsync(run, cancellation);
    }

    /// <summary>Whether the run has its place still, or again.</summary>
    public async Task<bool> HoldsAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (await tables.Runs.GetEntityIfExistsAsync<TableEntity>(RunKeys.Acting(run.Author.Id), run.Id.Value, ["RowKey"], cancellation)).HasValue;
    }

    /// <summary>The run waits for its author, who may take days.</summary>
    /// <returns>Who is to have the place.</returns>
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

    /// <summary>Leaving twice is leaving once.</summary>
    /// <returns>Who is to have the place.</returns>
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
        await tables.Runs.UpsertEntityAsync(new TableEntity(RunKeys.Acting(run.Author.Id), run.Id.Value) { [At] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellation);
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

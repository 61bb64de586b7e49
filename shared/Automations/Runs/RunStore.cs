using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Stores runs and their index rows. An index row is written before the run and removed after it. A crash in between can leave a stale index row but
/// never a missing one, so readers check the run.
/// </summary>
public sealed class RunStore(Tables tables, PersonSeal seal)
{
    /// <summary>A property of the index rows of runs that an event or their author started.</summary>
    private const string Asked = "Asked";

    private readonly RunRows _rows = new(seal);

    /// <summary>Adds a run. False when this occasion has already started one.</summary>
    public async Task<bool> AddAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        await PointAsync(null, run, cancellation);
        try
        {
            await tables.Runs.AddEntityAsync(await _rows.WriteAsync(run, cancellation), cancellation);
            return true;
        }
        catch (RequestFailedException already) when (already.Status == 409)
        {
            if (await FindAsync(run.Id, cancellation) is { } first)
                await UnpointAsync(run, first, cancellation);
            return false;
        }
    }

    public async Task<RunState?> FindAsync(RunId id, CancellationToken cancellation) =>
        await tables.Runs.GetEntityIfExistsAsync<TableEntity>(RunKeys.Partition(id.Automation), RunKeys.Row(id), cancellationToken: cancellation)
            is { HasValue: true } row
            ? await _rows.ReadAsync(row.Value!, cancellation)
            : null;

    /// <summary>
    /// Applies <paramref name="change"/> to the current version with optimistic concurrency. Null from it leaves the run unchanged. It may be called
    /// more than once.
    /// </summary>
    /// <returns>The changed version; null when the row is missing or nothing was changed.</returns>
    public Task<RunState?> ChangeAsync(RunId id, Func<RunState, RunState?> change, CancellationToken cancellation) =>
        ChangeAsync(id, null, change, cancellation);

    /// <summary>Changes a run that the caller has already read. It is read again only after a concurrent write.</summary>
    public Task<RunState?> ChangeAsync(RunState read, Func<RunState, RunState?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ChangeAsync(read.Id, read, change, cancellation);
    }

    /// <summary>Returns a page of this person's runs, the newest first, and the key of the next page.</summary>
    public async Task<(IReadOnlyList<RunState> Runs, string? Next)> ListAsync(
        SubjectId author, Func<RunState, bool> wanted, string? from, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RunKeys.By(author)} and RowKey ge {from ?? ""}");
        var found = new List<RunState>();
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(filter, limit + 1, ["RowKey"], cancellation))
        {
            if (found.Count == limit)
                return (found, row.RowKey);
            if (await FindAsync(RunKeys.ReadBy(row.RowKey), cancellation) is { } run
                && run.Author.Id == author
                && RunKeys.ByRow(run.Id, run.StartedAt) == row.RowKey
                && wanted(run))
                found.Add(run);
        }

        return (found, null);
    }

    /// <summary>Returns the start times of this person's runs that an event or the person started, the newest first.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> AskedSinceAsync(SubjectId author, DateTimeOffset since, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RunKeys.By(author)} and RowKey lt {RunKeys.ByMoment(since)} and Asked eq true");
        var begun = new List<DateTimeOffset>();
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(filter, Math.Min(most, 1_000), ["RowKey"], cancellation))
        {
            begun.Add(RunKeys.ReadMoment(row.RowKey));
            if (begun.Count == most)
                break;
        }

        return begun;
    }

    /// <summary>Returns the person's runs that have not ended.</summary>
    public async Task<IReadOnlyList<RunState>> LiveAsync(SubjectId author, CancellationToken cancellation)
    {
        var found = new List<RunState>();
        foreach (var id in await IdsAsync(RunKeys.Live(author), cancellation))
        {
            if (await FindAsync(id, cancellation) is { IsLive: true } run && run.Author.Id == author)
                found.Add(run);
        }

        return found;
    }

    /// <summary>Returns the parked runs of all authors.</summary>
    public Task<IReadOnlyList<RunId>> SleepingAsync(CancellationToken cancellation) => IdsAsync(RunKeys.Sleeping, cancellation);

    public Task<bool> IsAnySleepingAsync(CancellationToken cancellation) => IsAnyAsync(RunKeys.Sleeping, cancellation);

    public Task<bool> IsAnyToRouseAsync(CancellationToken cancellation) => IsAnyAsync(RunKeys.Rouse, cancellation);

    /// <summary>Returns the runs of all authors that are to be judged again.</summary>
    public Task<IReadOnlyList<RunId>> ToRouseAsync(CancellationToken cancellation) => IdsAsync(RunKeys.Rouse, cancellation);

    /// <summary>Marks a run to be judged again at the next sweep. Nothing is decided here.</summary>
    public async Task RouseAsync(RunId id, CancellationToken cancellation) =>
        await tables.Runs.UpsertEntityAsync(new TableEntity(RunKeys.Rouse, id.Value), TableUpdateMode.Replace, cancellation);

    public Task RousedAsync(RunId id, CancellationToken cancellation) => tables.Runs.DeleteEntityAsync(RunKeys.Rouse, id.Value, ETag.All, cancellation);

    private Task<RunState?> ChangeAsync(RunId id, RunState? read, Func<RunState, RunState?> change, CancellationToken cancellation) =>
        ReadAndChange.RunAsync(
            read,
            () => FindAsync(id, cancellation),
            change,
            async (before, after) =>
            {
                await PointAsync(before, after, cancellation);
                var written = await tables.Runs.UpdateEntityAsync(
                    await _rows.WriteAsync(after, cancellation), before.Version, TableUpdateMode.Replace, cancellation);
                await UnpointAsync(before, after, cancellation);
                return after with { Version = written.Headers.ETag ?? before.Version };
            });

    private async Task<bool> IsAnyAsync(string partition, CancellationToken cancellation) =>
        await tables
            .Runs.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), 1, ["RowKey"], cancellation)
            .AnyAsync(cancellation);

    private async Task<IReadOnlyList<RunId>> IdsAsync(string partition, CancellationToken cancellation)
    {
        var ids = new List<RunId>();
        await foreach (
            var row in tables.Runs.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["RowKey"], cancellationToken: cancellation))
            ids.Add(RunId.Parse(row.RowKey));
        return ids;
    }

    private static IEnumerable<(string Partition, string Row)> Pointers(RunState run)
    {
        yield return (RunKeys.By(run.Author.Id), RunKeys.ByRow(run.Id, run.StartedAt));
        if (run.IsLive)
            yield return (RunKeys.Live(run.Author.Id), run.Id.Value);
        if (run.Status is RunStatus.Parked)
            yield return (RunKeys.Sleeping, run.Id.Value);
    }

    private async Task PointAsync(RunState? before, RunState after, CancellationToken cancellation)
    {
        foreach (var (partition, row) in Pointers(after).Except(before is null ? [] : Pointers(before)))
            await tables.Runs.UpsertEntityAsync(
                new TableEntity(partition, row) { [Asked] = after.Woke is OccasionKind.Event or OccasionKind.Hand && after.Chain.IsDefaultOrEmpty },
                TableUpdateMode.Replace,
                cancellation);
    }

    private async Task UnpointAsync(RunState before, RunState after, CancellationToken cancellation)
    {
        foreach (var (partition, row) in Pointers(before).Except(Pointers(after)))
            await tables.Runs.DeleteEntityAsync(partition, row, ETag.All, cancellation);
    }
}

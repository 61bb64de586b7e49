using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Where runs rest. A pointer is written before the run that it points to says so and removed after, so a crash in between leaves a
/// pointer too many, never one too few; readers ask the run.
/// </summary>
public sealed class RunStore(Tables tables, PersonSeal seal)
{
    /// <summary>Set on the pointers of runs that an event or their author's hand woke.</summary>
    private const string Asked = "Asked";

    private readonly RunRows _rows = new(seal);

    /// <summary>False when this occasion has woken the automation before.</summary>
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
        await tables.Runs.GetEntityIfExistsAsync<TableEntity>(RunKeys.Partition(id.Automation), RunKeys.Row(id), cancellationToken: cancellation) is { HasValue: true } row
            ? await _rows.ReadAsync(row.Value!, cancellation)
            : null;

    /// <summary>Makes of a run what <paramref name="change"/> makes of it as it is now; null from it leaves it alone. It may be called more than once.</summary>
    /// <returns>As it is afterwards; null when there is none or nothing was to change.</returns>
    public Task<RunState?> ChangeAsync(RunId id, Func<RunState, RunState?> change, CancellationToken cancellation) => ChangeAsync(id, null, change, cancellation);

    /// <summary>The same for a run that was read a moment ago: it is read again only if it changed since.</summary>
    public Task<RunState?> ChangeAsync(RunState read, Func<RunState, RunState?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ChangeAsync(read.Id, read, change, cancellation);
    }

    /// <summary>A page of this person's runs, the newest first, and where the next page starts.</summary>
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
            if (await FindAsync(RunKeys.ReadBy(row.RowKey), cancellation) is { } run && run.Author.Id == author && RunKeys.ByRow(run.Id, run.StartedAt) == row.RowKey && wanted(run))
                found.Add(run);
        }

        return (found, null);
    }

    /// <summary>When this person's runs that an event or their own hand woke were begun, the newest first.</summary>
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

    /// <summary>Everything of this person's that has not ended.</summary>
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

    /// <summary>Every parked run, whosever.</summary>
    public Task<IReadOnlyList<RunId>> SleepingAsync(CancellationToken cancellation) => IdsAsync(RunKeys.Sleeping, cancellation);

    public Task<bool> IsAnySleepingAsync(CancellationToken cancellation) => IsAnyAsync(RunKeys.Sleeping, cancellation);

    public Task<bool> IsAnyToRouseAsync(CancellationToken cancellation) => IsAnyAsync(RunKeys.Rouse, cancellation);

    /// <summary>Every run that was to look again, whosever.</summary>
    public Task<IReadOnlyList<RunId>> ToRouseAsync(CancellationToken cancellation) => IdsAsync(RunKeys.Rouse, cancellation);

    /// <summary>Has a run look again, at the next sweep, at whether it may go on. It only looks: nothing is decided here.</summary>
    public async Task RouseAsync(RunId id, CancellationToken cancellation) =>
        await tables.Runs.UpsertEntityAsync(new TableEntity(RunKeys.Rouse, id.Value), TableUpdateMode.Replace, cancellation);

    public Task RousedAsync(RunId id, CancellationToken cancellation) => tables.Runs.DeleteEntityAsync(RunKeys.Rouse, id.Value, ETag.All, cancellation);

    private Task<RunState?> ChangeAsync(RunId id, RunState? read, Func<RunState, RunState?> change, CancellationToken cancellation) => ReadAndChange.RunAsync(
        read,
        () => FindAsync(id, cancellation),
        change,
        async (before, after) =>
        {
            await PointAsync(before, after, cancellation);
            var written = await tables.Runs.UpdateEntityAsync(await _rows.WriteAsync(after, cancellation), before.Version, TableUpdateMode.Replace, cancellation);
            await UnpointAsync(before, after, cancellation);
            return after with { Version = written.Headers.ETag ?? before.Version };
        });

    private async Task<bool> IsAnyAsync(string partition, CancellationToken cancellation) =>
        await tables.Runs.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), 1, ["RowKey"], cancellation).AnyAsync(cancellation);

    private async Task<IReadOnlyList<RunId>> IdsAsync(string partition, CancellationToken cancellation)
    {
        var ids = new List<RunId>();
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["RowKey"], cancellationToken: cancellation))
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
            await tables.Runs.UpsertEntityAsync(new TableEntity(partition, row) { [Asked] = after.Woke is OccasionKind.Event or OccasionKind.Hand && after.Chain.IsDefaultOrEmpty }, TableUpdateMode.Replace, cancellation);
    }

    private async Task UnpointAsync(RunState before, RunState after, CancellationToken cancellation)
    {
        foreach (var (partition, row) in Pointers(before).Except(Pointers(after)))
            await tables.Runs.DeleteEntityAsync(partition, row, ETag.All, cancellation);
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Automations;

/// <summary>
/// Stores automations and their index rows. An index row is written before the head and removed after it. A crash in between can leave a stale index
/// row but never a missing one, so readers check the head.
/// </summary>
public sealed class AutomationStore(Tables tables, PersonSeal seal, TimeProvider time)
{
    private const int AtOnce = 8;

    private readonly AutomationRows _rows = new(seal);
    private bool _movedShards;

    public async Task AddAsync(Automation automation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        await PointAsync(null, automation, cancellation);
        await tables.Automations.AddEntityAsync(await _rows.HeadAsync(automation, cancellation), cancellation);
    }

    public async Task<Automation?> FindAsync(AutomationId id, CancellationToken cancellation) =>
        await tables.Automations.GetEntityIfExistsAsync<TableEntity>(AutomationKeys.Partition(id), AutomationKeys.Head, cancellationToken: cancellation)
            is { HasValue: true } row
            ? await _rows.ReadHeadAsync(row.Value!, cancellation)
            : null;

    /// <summary>
    /// Counts a person's automations with one query. Automations that finished under an earlier version count as unfinished until their next change.
    /// </summary>
    public async Task<(int Unfinished, int Finished)> CountAsync(SubjectId author, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Person(author)}");
        var (unfinished, finished) = (0, 0);
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey", Pointer.Finished], cancellationToken: cancellation))
        {
            if (row.GetBoolean(Pointer.Finished) is true)
                finished++;
            else
                unfinished++;
        }

        return (unfinished, finished);
    }

    /// <summary>Returns the person's automations that have not ended.</summary>
    public async Task<ImmutableArray<Automation>> OfAuthorAsync(SubjectId author, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Person(author)}");
        var ids = new List<AutomationId>();
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            ids.Add(AutomationId.Parse(row.RowKey));
        var found = await ReadAsync(ids, cancellation);
        return [.. found.Where(a => a.Author.Id == author && a.State is not AutomationState.Ended)];
    }

    /// <summary>Returns the authors who have an active automation.</summary>
    public async IAsyncEnumerable<Subject> AuthorsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {AutomationKeys.FirstPerson} and PartitionKey lt {AutomationKeys.AfterPeople}");
        string? last = null;
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            if (row.PartitionKey == last || await FindAsync(AutomationId.Parse(row.RowKey), cancellation) is not { State: AutomationState.Active } automation)
                continue;
            last = row.PartitionKey;
            yield return automation.Author;
        }
    }

    /// <summary>Returns the parked automations of all authors.</summary>
    public async IAsyncEnumerable<Automation> ParkedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Parked}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
        {
            if (await FindAsync(AutomationId.Parse(row.RowKey), cancellation) is { State: AutomationState.Parked } automation)
                yield return automation;
        }
    }

    /// <summary>Returns the automations that are shared with one of these threads.</summary>
    public async Task<ImmutableArray<Automation>> SharedWithAsync(IReadOnlySet<ThreadId> threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(threads);
        var ids = new List<AutomationId>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Shared}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
        {
            if (AutomationKeys.ReadShared(row.RowKey) is var (thread, id) && threads.Contains(thread))
                ids.Add(id);
        }

        var found = await ReadAsync(ids, cancellation);
        return
        [
            .. found.Where(a => a.SharedWith is { } thread && threads.Contains(thread) && a.State is not AutomationState.Ended).DistinctBy(static a => a.Id),
        ];
    }

    /// <summary>
    /// Applies <paramref name="change"/> to the current version with optimistic concurrency. Null from it leaves the automation unchanged. After a
    /// concurrent write, <paramref name="change"/> is called again with the new version.
    /// </summary>
    /// <returns>The changed version; null when the row is missing or nothing was changed.</returns>
    public Task<Automation?> ChangeAsync(AutomationId id, Func<Automation, Automation?> change, CancellationToken cancellation) =>
        ChangeAsync(id, null, change, cancellation);

    /// <summary>Changes an automation that the caller has already read. It is read again only after a concurrent write.</summary>
    public Task<Automation?> ChangeAsync(Automation read, Func<Automation, Automation?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ChangeAsync(read.Id, read, change, cancellation);
    }

    /// <summary>Parks an active automation: it does not wake until it is unparked. False when it was not active.</summary>
    public async Task<bool> ParkAsync(AutomationId id, string slug, CancellationToken cancellation) => await ChangeAsync(
        id,
        a => a.State is AutomationState.Active ? a with { State = AutomationState.Parked, Parked = slug, ParkedAt = time.GetUtcNow(), NextDue = null } : null,
        cancellation) is not null;

    /// <summary>Replaces the reason of a parked automation, when the first obstacle is gone and another one remains.</summary>
    public async Task StaysParkedAsync(AutomationId id, string slug, CancellationToken cancellation) =>
        await ChangeAsync(id, a => a.State is AutomationState.Parked && a.Parked != slug ? a with { Parked = slug } : null, cancellation);

    /// <summary>Unparks an automation. Due times during the parking are skipped. False when it was not parked.</summary>
    public async Task<bool> UnparkAsync(AutomationId id, CancellationToken cancellation) => await ChangeAsync(
        id,
        a => a.State is AutomationState.Parked ? Awake(a with { Parked = null, ParkedAt = null, NextDue = NextDue(a) }) : null,
        cancellation) is not null;

    public Task SetLastRunAsync(AutomationId id, LastRun run, CancellationToken cancellation) => ChangeAsync(id, Running(run), cancellation);

    public Task SetLastRunAsync(Automation read, LastRun run, CancellationToken cancellation) => ChangeAsync(read, Running(run), cancellation);

    /// <summary>Returns the next due time of the agreed content. Null for a trigger without a clock, or when no time is left.</summary>
    public DateTimeOffset? NextDue(Automation automation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        var now = time.GetUtcNow();
        return automation.Agreed is { } agreed ? WakeTimes.Of(agreed.Trigger, now)?.After(now) : null;
    }

    /// <summary>Sets the state: finished if the single time has passed, otherwise active.</summary>
    internal static Automation Awake(Automation automation) =>
        automation with { State = automation is { Agreed.Trigger: Trigger.Once, NextDue: null } ? AutomationState.Finished : AutomationState.Active };

    /// <summary>Stores the next due time after a run. An automation with a single time becomes finished.</summary>
    public Task<Automation?> WokeAsync(Automation read, DateTimeOffset due, CancellationToken cancellation) =>
        ChangeAsync(read, a => a.NextDue == due ? Awake(a with { NextDue = NextDue(a) }) : null, cancellation);

    /// <summary>Returns the index entries that are due by this moment, the oldest first, page by page.</summary>
    public async IAsyncEnumerable<DueEntry> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(DueBy(now), select: ["RowKey"], cancellationToken: cancellation))
            yield return AutomationKeys.ReadDue(row.RowKey);
    }

    public async Task<bool> IsAnyDueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (!_movedShards)
            await MoveShardsAsync(cancellation);
        return await IsAnyAsync(DueBy(now), cancellation);
    }

    public Task<bool> IsAnyParkedAsync(CancellationToken cancellation) =>
        IsAnyAsync(TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Parked}"), cancellation);

    /// <summary>Deletes a stale entry of the due index.</summary>
    public Task ForgetDueAsync(DueEntry due, CancellationToken cancellation) => DeleteAsync(AutomationKeys.Due, AutomationKeys.DueRow(due), cancellation);

    public async Task ProposeAsync(Automation automation, Proposal proposal, CancellationToken cancellation) =>
        await tables.Automations.AddEntityAsync(await _rows.ProposalAsync(automation, proposal, cancellation), cancellation);

    public async Task<ImmutableArray<Proposal>> ProposalsAsync(Automation automation, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {AutomationKeys.Partition(automation.Id)} and RowKey ge {AutomationKeys.FirstProposal} and RowKey lt {AutomationKeys.AfterProposals}"
        );
        var proposals = new List<Proposal>();
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (await _rows.ReadProposalAsync(row, automation, cancellation) is { } proposal)
                proposals.Add(proposal);
        }

        return [.. proposals.OrderBy(static p => p.At)];
    }

    public Task RemoveProposalAsync(AutomationId id, ProposalId proposal, CancellationToken cancellation) =>
        DeleteAsync(AutomationKeys.Partition(id), AutomationKeys.Proposal(proposal), cancellation);

    private Task<Automation?> ChangeAsync(AutomationId id, Automation? read, Func<Automation, Automation?> change, CancellationToken cancellation) =>
        ReadAndChange.RunAsync(
            read,
            () => FindAsync(id, cancellation),
            change,
            async (before, after) =>
            {
                await PointAsync(before, after, cancellation);
                var written = await tables.Automations.UpdateEntityAsync(
                    await _rows.HeadAsync(after, cancellation), before.Version, TableUpdateMode.Replace, cancellation);
                await UnpointAsync(before, after, cancellation);
                return after with { Version = written.Headers.ETag ?? before.Version };
            });

    private static Func<Automation, Automation?> Running(LastRun run) =>
        a => a.LastRun is { } last && last.Id != run.Id && last.At > run.At ? null : a with { LastRun = run };

    private static IEnumerable<Pointer> Pointers(Automation automation)
    {
        if (automation.State is AutomationState.Ended)
            yield break;
        yield return new(AutomationKeys.Person(automation.Author.Id), automation.Id.Value, automation.State is AutomationState.Finished);
        if (automation.SharedWith is { } thread)
            yield return new(AutomationKeys.Shared, AutomationKeys.SharedRow(thread, automation.Id));
        if (automation.State is AutomationState.Parked)
            yield return new(AutomationKeys.Parked, automation.Id.Value);
        if (automation.NextDue is { } due)
            yield return new(AutomationKeys.Due, AutomationKeys.DueRow(new(due, automation.Author.Id, automation.Id)));
    }

    private async Task PointAsync(Automation? before, Automation after, CancellationToken cancellation)
    {
        foreach (var pointer in Pointers(after).Except(before is null ? [] : Pointers(before)))
            await tables.Automations.UpsertEntityAsync(pointer.ToRow(), TableUpdateMode.Replace, cancellation);
    }

    private async Task UnpointAsync(Automation before, Automation after, CancellationToken cancellation)
    {
        foreach (var pointer in Pointers(before).ExceptBy(Pointers(after).Select(static one => one.Key), static one => one.Key))
            await DeleteAsync(pointer.Partition, pointer.Row, cancellation);
    }

    private static string DueBy(DateTimeOffset now) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Due} and RowKey lt {AutomationKeys.AfterDue(now)}");

    private async Task<bool> IsAnyAsync(string filter, CancellationToken cancellation) =>
        await tables.Automations.QueryAsync<TableEntity>(filter, 1, ["RowKey"], cancellation).AnyAsync(cancellation);

    /// <summary>Moves the index rows of an earlier version. It runs once per process, because an instance of that version may still write them.</summary>
    private async Task MoveShardsAsync(CancellationToken cancellation)
    {
        var shards = TableClient.CreateQueryFilter($"PartitionKey ge {AutomationKeys.FirstShard} and PartitionKey lt {AutomationKeys.AfterShards}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(shards, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            await tables.Automations.UpsertEntityAsync(new TableEntity(AutomationKeys.Due, row.RowKey), TableUpdateMode.Replace, cancellation);
            await DeleteAsync(row.PartitionKey, row.RowKey, cancellation);
        }

        _movedShards = true;
    }

    private async Task DeleteAsync(string partition, string row, CancellationToken cancellation)
    {
        try
        {
            await tables.Automations.DeleteEntityAsync(partition, row, ETag.All, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Already deleted.
        }
    }

    private async Task<IReadOnlyList<Automation>> ReadAsync(IReadOnlyCollection<AutomationId> ids, CancellationToken cancellation)
    {
        var found = new List<Automation>();
        foreach (var some in ids.Chunk(AtOnce))
            found.AddRange((await Task.WhenAll(some.Select(id => FindAsync(id, cancellation)))).OfType<Automation>());
        return found;
    }

    private readonly record struct Pointer(string Partition, string Row, bool IsFinished = false)
    {
        public const string Finished = "Finished";

        public (string Partition, string Row) Key => (Partition, Row);

        public TableEntity ToRow() => IsFinished ? new(Partition, Row) { [Finished] = true } : new(Partition, Row);
    }
}

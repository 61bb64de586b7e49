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
/// Where automations rest. An index row is written before the head that it points to says so and removed after, so a crash in between
/// leaves a pointer too many, never one too few; readers ask the head.
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
        await tables.Automations.GetEntityIfExistsAsync<TableEntity>(AutomationKeys.Partition(id), AutomationKeys.Head, cancellationToken: cancellation) is { HasValue: true } row
            ? await _rows.ReadHeadAsync(row.Value!, cancellation)
            : null;

    /// <summary>One query. Automations that finished under an earlier version count as unfinished until their next change.</summary>
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

    /// <summary>Everything of this person's that has not ended.</summary>
    public async Task<ImmutableArray<Automation>> OfAuthorAsync(SubjectId author, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Person(author)}");
        var ids = new List<AutomationId>();
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            ids.Add(AutomationId.Parse(row.RowKey));
        var found = await ReadAsync(ids, cancellation);
        return [.. found.Where(a => a.Author.Id == author && a.State is not AutomationState.Ended)];
    }

    /// <summary>Everybody of whom something may wake by itself.</summary>
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

    /// <summary>Everything that is parked, whosever.</summary>
    public async IAsyncEnumerable<Automation> ParkedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Parked}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
        {
            if (await FindAsync(AutomationId.Parse(row.RowKey), cancellation) is { State: AutomationState.Parked } automation)
                yield return automation;
        }
    }

    /// <summary>Everything that the members of one of these threads may read.</summary>
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
        return [.. found.Where(a => a.SharedWith is { } thread && threads.Contains(thread) && a.State is not AutomationState.Ended).DistinctBy(static a => a.Id)];
    }

    /// <summary>
    /// Makes of an automation what <paramref name="change"/> makes of it as it is now; null from it leaves it alone. Others' writes in between
    /// are seen: it may be called more than once.
    /// </summary>
    /// <returns>As it is afterwards; null when there is none or nothing was to change.</returns>
    public Task<Automation?> ChangeAsync(AutomationId id, Func<Automation, Automation?> change, CancellationToken cancellation) => ChangeAsync(id, null, change, cancellation);

    /// <summary>The same for an automation that was read a moment ago: it is read again only if it changed since.</summary>
    public Task<Automation?> ChangeAsync(Automation read, Func<Automation, Automation?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ChangeAsync(read.Id, read, change, cancellation);
    }

    /// <summary>Its author's authority is gone or in doubt: nothing wakes until it is taken out again. False when it was not active.</summary>
    public async Task<bool> ParkAsync(AutomationId id, string slug, CancellationToken cancellation) => await ChangeAsync(
        id,
        a => a.State is AutomationState.Active ? a with { State = AutomationState.Parked, Parked = slug, ParkedAt = time.GetUtcNow(), NextDue = null } : null,
        cancellation) is not null;

    /// <summary>What it was parked for is back, and something else keeps it.</summary>
    public async Task StaysParkedAsync(AutomationId id, string slug, CancellationToken cancellation) =>
        await ChangeAsync(id, a => a.State is AutomationState.Parked && a.Parked != slug ? a with { Parked = slug } : null, cancellation);

    /// <summary>What was due meanwhile is not made up for: it wakes next at its next time. False when it was not parked.</summary>
    public async Task<bool> UnparkAsync(AutomationId id, CancellationToken cancellation) => await ChangeAsync(
        id,
        a => a.State is AutomationState.Parked ? Awake(a with { Parked = null, ParkedAt = null, NextDue = NextDue(a) }) : null,
        cancellation) is not null;

    public Task SetLastRunAsync(AutomationId id, LastRun run, CancellationToken cancellation) => ChangeAsync(id, Running(run), cancellation);

    public Task SetLastRunAsync(Automation read, LastRun run, CancellationToken cancellation) => ChangeAsync(read, Running(run), cancellation);

    /// <summary>When what was agreed to wakes next, seen from now; null for what no clock wakes.</summary>
    public DateTimeOffset? NextDue(Automation automation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        var now = time.GetUtcNow();
        return automation.Agreed is { } agreed ? WakeTimes.Of(agreed.Trigger, now)?.After(now) : null;
    }

    /// <summary>Finished if its single time is over, otherwise active.</summary>
    internal static Automation Awake(Automation automation) =>
        automation with { State = automation is { Agreed.Trigger: Trigger.Once, NextDue: null } ? AutomationState.Finished : AutomationState.Active };

    /// <summary>Stores the next due time after a run. An automation with a single time becomes finished.</summary>
    public Task<Automation?> WokeAsync(Automation read, DateTimeOffset due, CancellationToken cancellation) =>
        ChangeAsync(read, a => a.NextDue == due ? Awake(a with { NextDue = NextDue(a) }) : null, cancellation);

    /// <summary>Pointers to what is due by this moment, the oldest first, page by page.</summary>
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

    /// <summary>Takes a pointer away that its automation no longer means.</summary>
    public Task ForgetDueAsync(DueEntry due, CancellationToken cancellation) => DeleteAsync(AutomationKeys.Due, AutomationKeys.DueRow(due), cancellation);

    public async Task ProposeAsync(Automation automation, Proposal proposal, CancellationToken cancellation) =>
        await tables.Automations.AddEntityAsync(await _rows.ProposalAsync(automation, proposal, cancellation), cancellation);

    public async Task<ImmutableArray<Proposal>> ProposalsAsync(Automation automation, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {AutomationKeys.Partition(automation.Id)} and RowKey ge {AutomationKeys.FirstProposal} and RowKey lt {AutomationKeys.AfterProposals}");
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

    private Task<Automation?> ChangeAsync(AutomationId id, Automation? read, Func<Automation, Automation?> change, CancellationToken cancellation) => ReadAndChange.RunAsync(
        read,
        () => FindAsync(id, cancellation),
        change,
        async (before, after) =>
        {
            await PointAsync(before, after, cancellation);
            var written = await tables.Automations.UpdateEntityAsync(await _rows.HeadAsync(after, cancellation), before.Version, TableUpdateMode.Replace, cancellation);
            await UnpointAsync(before, after, cancellation);
            return after with { Version = written.Headers.ETag ?? before.Version };
        });

    private static Func<Automation, Automation?> Running(LastRun run) => a => a.LastRun is { } last && last.Id != run.Id && last.At > run.At ? null : a with { LastRun = run };

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

    private static string DueBy(DateTimeOffset now) => TableClient.CreateQueryFilter($"PartitionKey eq {AutomationKeys.Due} and RowKey lt {AutomationKeys.AfterDue(now)}");

    private async Task<bool> IsAnyAsync(string filter, CancellationToken cancellation) =>
        await tables.Automations.QueryAsync<TableEntity>(filter, 1, ["RowKey"], cancellation).AnyAsync(cancellation);

    /// <summary>Once per process: an instance of the version before may still write pointers where it looked for them.</summary>
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
            // Removed before.
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

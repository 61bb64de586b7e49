using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>
/// How many turns of one person run at once: one row each in their inbox, so that every instance sees the same number. A row older
/// than an hour belongs to a turn that never said goodbye and does not count.
/// </summary>
public sealed class TurnBudget(Tables tables, ThreadLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SubjectId, Seen> _seen = new();
    private readonly Stripes _stripes = new();

    /// <summary>
    /// A place for one more turn, held for this caller until it is taken or given back; null when all are taken. Exact within a process;
    /// callers of several instances at the same instant may exceed the limit by their number.
    /// </summary>
    public async Task<TurnPlace?> HoldAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var passage = await _stripes.EnterAsync(speaker.Value, cancellation);
        var free = false;
        try
        {
            free = await CountOrRecallAsync(speaker, cancellation) < limits.RunningTurns;
            return free ? new TurnPlace(passage, turn => TakeAsync(speaker, turn, cancellation)) : null;
        }
        finally
        {
            if (!free)
                passage.Dispose();
        }
    }

    /// <summary>False when the person has no turn left. Entering again with the same turn is one entry.</summary>
    public async Task<bool> EnterAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        using var place = await HoldAsync(speaker, cancellation);
        if (place is null)
            return (await tables.Inbox.GetEntityIfExistsAsync<TableEntity>(InboxKeys.Partition(speaker), InboxKeys.Turn(turn), cancellationToken: cancellation)).HasValue;
        await place.TakeAsync(turn);
        return true;
    }

    /// <summary>At the end of a turn, whatever its end; leaving twice is leaving once.</summary>
    public async Task LeaveAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        try
        {
            await tables.Inbox.DeleteEntityAsync(InboxKeys.Partition(speaker), InboxKeys.Turn(turn), ETag.All, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Left before.
        }
    }

    public async Task<int> CountAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - Stale;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {InboxKeys.Partition(speaker)} and RowKey ge {InboxKeys.FirstTurn} and RowKey lt {InboxKeys.AfterTurns} and At gt {since}");
        var count = 0;
        await foreach (var _ in tables.Inbox.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            count++;
        return count;
    }

    /// <summary>Far from the limit, a count of a moment ago plus what was taken here since is near enough to save the look.</summary>
    private async Task<int> CountOrRecallAsync(SubjectId speaker, CancellationToken cancellation)
    {
        if (_seen.TryGetValue(speaker, out var seen) && time.GetElapsedTime(seen.At) < Recent && seen.Count < limits.RunningTurns / 2)
            return seen.Count;
        var count = await CountAsync(speaker, cancellation);
        _seen[speaker] = new(count, time.GetTimestamp());
        return count;
    }

    private async Task TakeAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        _seen.AddOrUpdate(speaker, new Seen(limits.RunningTurns, 0), static (_, seen) => seen with { Count = seen.Count + 1 });
        await tables.Inbox.UpsertEntityAsync(new TableEntity(InboxKeys.Partition(speaker), InboxKeys.Turn(turn)) { ["At"] = time.GetUtcNow() }, cancellationToken: cancellation);
    }

    private sealed record Seen(int Count, long At);
}

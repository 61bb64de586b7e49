using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Limits the concurrent turns of one person. Each turn has a row in the person's inbox, so all instances see the same count. A turn that waits for
/// a confirmation releases its place, and queues for one before it continues. A row older than an hour belongs to a crashed turn and does not
/// count. A waiting turn continues when its card expires. The row of an ended turn is deleted in the transaction of the person's next place. If
/// such rows take the last place, the stored turns show which of them have ended.
/// </summary>
public sealed class TurnBudget(Tables tables, ThreadLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    /// <summary>Longer than the lifetime of any card of a turn.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>How long the row of an ended turn waits for the person's next place. Shorter than the age from which a start counts as lost.</summary>
    private static readonly TimeSpan Successor = TimeSpan.FromSeconds(90);

    /// <summary>A transaction has at most 100 operations.</summary>
    private const int MostAtOnce = 90;

    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    /// <summary>A queued turn asks for its place several times a minute. After this time without a request it does not count.</summary>
    private static readonly TimeSpan Queueing = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SubjectId, Seen> _seen = new();
    private readonly Stripes _stripes = new();
    private readonly PlacesToDelete _ended = new();

    /// <summary>
    /// Reserves a place for one more turn. The caller holds it until it is taken or disposed. Null if all places are taken. The limit is exact
    /// within a process; concurrent callers at several instances may exceed it by their number.
    /// </summary>
    public async Task<TurnPlace?> HoldAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var passage = await _stripes.EnterAsync(speaker.Value, cancellation);
        var free = false;
        try
        {
            free = await HasRoomAsync(speaker, cancellation);
            return free ? new TurnPlace(passage, turn => TakeAsync(speaker, turn, cancellation)) : null;
        }
        finally
        {
            if (!free)
                passage.Dispose();
        }
    }

    /// <summary>Returns false if all of the person's places are taken. Idempotent per turn.</summary>
    public async Task<bool> EnterAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        using var place = await HoldAsync(speaker, cancellation);
        if (place is null)
            return (
                await tables.Inbox.GetEntityIfExistsAsync<TableEntity>(InboxKeys.Partition(speaker), InboxKeys.Turn(turn), cancellationToken: cancellation)
            ).HasValue;
        await place.TakeAsync(turn);
        return true;
    }

    /// <summary>
    /// Releases the place of a turn whose end is stored, without a storage request. The person's next place deletes its row, or a timer does. After a
    /// crash, a sweep deletes it.
    /// </summary>
    internal void End(SubjectId speaker, TurnId turn)
    {
        _ended.Add(speaker, turn);
        ThreadPool.UnsafeQueueUserWorkItem(state => _ = LeaveLaterAsync(state.speaker, state.turn), (speaker, turn), preferLocal: false);
    }

    /// <summary>Releases the place of a turn at once. Idempotent.</summary>
    public async Task LeaveAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        try
        {
            await tables.Inbox.DeleteEntityAsync(InboxKeys.Partition(speaker), InboxKeys.Turn(turn), ETag.All, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Already released.
        }

        _ended.Remove(speaker, [turn]);
    }

    /// <summary>
    /// Releases the place while the turn waits for its speaker's confirmation, because the wait must not block their other questions.
    /// </summary>
    public Task WaitAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation) =>
        StandAsync(speaker, turn, PlaceState.Waiting, time.GetUtcNow(), cancellation);

    /// <summary>
    /// Acquires the place again after a wait. Returns false if all places are taken. The turn is then queued, in the order of the requests.
    /// </summary>
    public async Task<bool> GoOnAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        using var passage = await _stripes.EnterAsync(speaker.Value, cancellation);
        var turns = await ReadRunningAsync(speaker, cancellation);
        var now = time.GetUtcNow();
        var mine = turns.FirstOrDefault(one => one.Turn == InboxKeys.Turn(turn));
        // Without a row the turn has ended, or it waited longer than rows are read. A new row would outlive it.
        if (mine is null or { State: PlaceState.Acting })
            return true;
        var since = mine.State is PlaceState.Queued ? mine.Since : now;
        var before = turns.Count(one =>
            one != mine && (IsActing(one, now) || (IsQueued(one, now) && (one.Since, one.Turn).CompareTo((since, InboxKeys.Turn(turn))) < 0)));
        var goesOn = before < limits.RunningTurns;
        if (goesOn)
            _seen.AddOrUpdate(speaker, new Seen(limits.RunningTurns, 0), static (_, seen) => seen with { Count = seen.Count + 1 });
        await StandAsync(speaker, turn, goesOn ? PlaceState.Acting : PlaceState.Queued, since, cancellation);
        return goesOn;
    }

    /// <summary>Returns the number of acting and queued turns.</summary>
    public async Task<int> CountAsync(SubjectId speaker, CancellationToken cancellation) => (await CountsAsync(speaker, cancellation)).Acting;

    /// <summary>Returns true if too many turns wait for a confirmation to accept a further question.</summary>
    public async Task<bool> IsWaitingTooOftenAsync(SubjectId speaker, CancellationToken cancellation) =>
        (await CountsAsync(speaker, cancellation)).Waiting >= ThreadLimits.MaxWaitingTurns;

    /// <summary>Returns turns of all people that acquired their place before <paramref name="moment"/> and still count as acting.</summary>
    public async IAsyncEnumerable<TurnId> ActingSinceAsync(DateTimeOffset moment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var acting = PlaceState.Acting.ToString();
        var filter = TableClient.CreateQueryFilter(
            $"RowKey ge {InboxKeys.FirstTurn} and RowKey lt {InboxKeys.AfterTurns} and At gt {time.GetUtcNow() - Stale} and At lt {moment} and Standing eq {acting}"
        );
        await foreach (var row in tables.Inbox.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
        {
            if (TurnId.TryParse(row.RowKey[InboxKeys.FirstTurn.Length..], out var turn))
                yield return turn;
        }
    }

    private async Task<(int Acting, int Waiting)> CountsAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var turns = await ReadRunningAsync(speaker, cancellation);
        var now = time.GetUtcNow();
        return (turns.Count(one => IsActing(one, now) || IsQueued(one, now)), turns.Count(static one => one.State is PlaceState.Waiting));
    }

    private static bool IsActing(Row one, DateTimeOffset now) => one.State is PlaceState.Acting && one.At > now - Stale;

    private static bool IsQueued(Row one, DateTimeOffset now) => one.State is PlaceState.Queued && one.At > now - Queueing;

    /// <summary>Reads the places. If they leave no room, those of ended turns are released, whose rows other instances have not deleted yet.</summary>
    private async Task<List<Row>> ReadRunningAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var turns = await ReadAsync(speaker, cancellation);
        var now = time.GetUtcNow();
        if (turns.Count(one => IsActing(one, now) || IsQueued(one, now)) < limits.RunningTurns
            && turns.Count(static one => one.State is PlaceState.Waiting) < ThreadLimits.MaxWaitingTurns)
            return turns;
        var ended = await Task.WhenAll(turns.Select(one => HasEndedAsync(speaker, one, cancellation)));
        return [.. turns.Where((_, at) => !ended[at])];
    }

    private async Task<bool> HasEndedAsync(SubjectId speaker, Row one, CancellationToken cancellation)
    {
        if (!TurnId.TryParse(one.Turn[InboxKeys.FirstTurn.Length..], out var turn)
            || await tables.Turns.GetEntityIfExistsAsync<TableEntity>(turn.Value, TurnRows.Turn, [TurnRows.Status], cancellation)
                is not { HasValue: true, Value: { } row }
            || row.GetString(TurnRows.Status) == nameof(TurnStatus.Running))
            return false;
        await LeaveAsync(speaker, turn, cancellation);
        return true;
    }

    private async Task<List<Row>> ReadAsync(SubjectId speaker, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - LongestWait;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {InboxKeys.Partition(speaker)} and RowKey ge {InboxKeys.FirstTurn} and RowKey lt {InboxKeys.AfterTurns} and At gt {since}");
        var turns = new List<Row>();
        var ended = _ended.Of(speaker).Select(InboxKeys.Turn).ToHashSet(StringComparer.Ordinal);
        await foreach (var row in tables.Inbox.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (ended.Contains(row.RowKey))
                continue;
            var at = row.GetDateTimeOffset("At") ?? default;
            turns.Add(
                new(
                    row.RowKey,
                    Enum.TryParse<PlaceState>(row.GetString("Standing"), out var state) ? state : PlaceState.Acting,
                    at,
                    row.GetDateTimeOffset("Since") ?? at));
        }

        return turns;
    }

    /// <summary>Checks the limit. Well below it, a recent count plus the places taken here since then replaces the query.</summary>
    private async Task<bool> HasRoomAsync(SubjectId speaker, CancellationToken cancellation)
    {
        if (_seen.TryGetValue(speaker, out var seen) && time.GetElapsedTime(seen.At) < Recent && seen.Count < limits.RunningTurns / 2)
            return true;
        var (acting, waiting) = await CountsAsync(speaker, cancellation);
        _seen[speaker] = new(acting, time.GetTimestamp());
        return acting < limits.RunningTurns && waiting < ThreadLimits.MaxWaitingTurns;
    }

    private async Task TakeAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation)
    {
        _seen.AddOrUpdate(speaker, new Seen(limits.RunningTurns, 0), static (_, seen) => seen with { Count = seen.Count + 1 });
        await StandAsync(speaker, turn, PlaceState.Acting, time.GetUtcNow(), cancellation);
    }

    private async Task StandAsync(SubjectId speaker, TurnId turn, PlaceState state, DateTimeOffset since, CancellationToken cancellation)
    {
        var row = new TableEntity(InboxKeys.Partition(speaker), InboxKeys.Turn(turn))
        {
            ["At"] = time.GetUtcNow(),
            ["Standing"] = state.ToString(),
            ["Since"] = since,
        };
        TurnId[] ended = [.. _ended.Of(speaker).Where(one => one != turn).Take(MostAtOnce)];
        if (ended.Length == 0 || !await TryInPlaceOfAsync(speaker, ended, row, cancellation))
            await tables.Inbox.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Returns false, with the ended places deleted one by one, if one of them was deleted before.</summary>
    private async Task<bool> TryInPlaceOfAsync(SubjectId speaker, TurnId[] ended, TableEntity row, CancellationToken cancellation)
    {
        var deletions = ended.Select(one => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, InboxKeys.Turn(one)), ETag.All));
        try
        {
            await tables.Inbox.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, row), .. deletions], cancellation);
            _ended.Remove(speaker, ended);
            return true;
        }
        catch (TableTransactionFailedException gone) when (gone.Status == 404)
        {
            foreach (var one in ended)
                await LeaveAsync(speaker, one, cancellation);
            return false;
        }
    }

    private async Task LeaveLaterAsync(SubjectId speaker, TurnId turn)
    {
        try
        {
            await Task.Delay(Successor, time);
            if (_ended.Has(speaker, turn))
                await LeaveAsync(speaker, turn, CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // A sweep deletes the place.
        }
    }

    private sealed record Row(string Turn, PlaceState State, DateTimeOffset At, DateTimeOffset Since);

    private sealed record Seen(int Count, long At);
}

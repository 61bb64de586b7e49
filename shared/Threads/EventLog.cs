using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>The event log of each thread. Numbers have no gaps, so a read of all events after n never misses a slower writer.</summary>
public sealed class EventLog(Tables tables, PersonSeal seal, TimeProvider time, Pulses pulses) : IDisposable
{
    public const int MaxAtOnce = 40;

    private const int MaxTries = 40;
    private const int PageSize = 200;
    private const int RememberedTails = 10_000;

    private readonly EventRows _rows = new(seal);
    private readonly Stripes _stripes = new();
    private readonly EventWakes _wakes = new();
    private readonly MemoryCache _tails = new(new MemoryCacheOptions { SizeLimit = RememberedTails });
    private readonly FreshEvents _fresh = new();

    private long _othersWrote;

    /// <summary>
    /// Adds events in one transaction and wakes the streams of this process. Idempotent per message: if the message is announced already, the first
    /// call added all of these events, and this call adds none.
    /// </summary>
    public async Task AppendAsync(ThreadId thread, IReadOnlyList<ThreadEvent> events, CancellationToken cancellation)
    {
        if (events.Count is 0 or > MaxAtOnce)
            throw new ArgumentException($"1 to {MaxAtOnce} events at once.", nameof(events));
        using (await _stripes.EnterAsync(thread.Value, cancellation))
        {
            for (var tries = 1; !await TryAppendAsync(thread, events, cancellation); tries++)
            {
                if (tries == MaxTries)
                    throw new InvalidOperationException($"The event log of {thread} did not take an event in {MaxTries} tries.");
                await Task.Delay(Random.Shared.Next(1, 4 * tries), cancellation);
            }
        }

        _wakes.Wake(thread);
        if (events.Any(static e => e.Kind is ThreadEventKind.Message or ThreadEventKind.Members))
            pulses.Touch(thread);
        else if (events.Any(static e => e.Kind is ThreadEventKind.Turn or ThreadEventKind.Confirmation or ThreadEventKind.Share or ThreadEventKind.Revision))
            pulses.TouchStreams(thread);
    }

    /// <summary>
    /// Returns the events after <paramref name="after"/> for this reader. Events that this process has just written are served from memory, without
    /// a request.
    /// </summary>
    public async Task<EventPage> ReadAsync(ThreadId thread, long after, SubjectId reader, CancellationToken cancellation)
    {
        if (_fresh.After(thread, after) is var (rows, isNow))
        {
            var opened = new List<LoggedEvent>();
            foreach (var row in rows)
            {
                if (await _rows.ReadAsync(row, reader, cancellation) is { } happened)
                    opened.Add(happened);
            }

            return new(opened, rows.IsEmpty ? after : EventKeys.Seq(rows[^1].RowKey), isNow);
        }

        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey gt {EventKeys.Event(after)} and RowKey lt {EventKeys.AfterEvents}");
        var events = new List<LoggedEvent>();
        var isEnd = true;
        await foreach (
            var page in tables.Events.QueryAsync<TableEntity>(filter, PageSize, cancellationToken: cancellation).AsPages().WithCancellation(cancellation))
        {
            isEnd = page.ContinuationToken is null;
            foreach (var row in page.Values)
            {
                after = EventKeys.Seq(row.RowKey);
                if (await _rows.ReadAsync(row, reader, cancellation) is { } happened)
                    events.Add(happened);
            }

            break;
        }

        return new(events, after, isEnd);
    }

    /// <summary>Returns the number of the last event, 0 for an empty log.</summary>
    public async Task<long> LastAsync(ThreadId thread, CancellationToken cancellation)
    {
        var head = await tables.Events.GetEntityIfExistsAsync<TableEntity>(thread.Value, EventKeys.Head, cancellationToken: cancellation);
        return head.HasValue ? head.Value!.GetInt64("Last") ?? 0 : 0;
    }

    /// <summary>Returns the number of the last event that this instance wrote and signalled to its streams; 0 if unknown.</summary>
    public long Appended(ThreadId thread) => _tails.TryGetValue(thread, out long last) ? last : 0;

    /// <summary>Wakes this process's streams of a thread after another process wrote. They read the table: memory lacks what others wrote.</summary>
    public void Wake(ThreadId thread)
    {
        Interlocked.Increment(ref _othersWrote);
        _fresh.Forget(thread);
        _wakes.Wake(thread);
    }

    public EventWake Listen(ThreadId thread, SubjectId reader) => _wakes.Listen(thread, reader);

    /// <summary>
    /// Sends a whisper to the thread's other streams at this instance. Returns false if the speaker has no stream here; a stream proves membership.
    /// </summary>
    public bool Whisper(ThreadId thread, SubjectId speaker, string json) => _wakes.Whisper(thread, speaker, json);

    public void Dispose()
    {
        _tails.Dispose();
        _fresh.Dispose();
    }

    private async Task<bool> TryAppendAsync(ThreadId thread, IReadOnlyList<ThreadEvent> events, CancellationToken cancellation)
    {
        var last = _tails.TryGetValue(thread, out long known) ? known : await LastAsync(thread, cancellation);
        var at = time.GetUtcNow();
        var batch = new List<TableTransactionAction>();
        var rows = ImmutableArray.CreateBuilder<TableEntity>(events.Count);
        foreach (var happened in events)
        {
            if (happened is { Kind: ThreadEventKind.Message, Message: { } announced })
                batch.Insert(0, new(TableTransactionActionType.Add, new TableEntity(thread.Value, EventKeys.Announced(announced))));
            rows.Add(await _rows.WriteAsync(thread, ++last, at, happened, cancellation));
            batch.Add(new(TableTransactionActionType.Add, rows[^1]));
        }

        batch.Add(new(TableTransactionActionType.UpsertReplace, new TableEntity(thread.Value, EventKeys.Head) { ["Last"] = last }));
        var othersWrote = Interlocked.Read(ref _othersWrote);
        try
        {
            await tables.Events.SubmitTransactionAsync(batch, cancellation);
            _tails.Set(thread, last, new MemoryCacheEntryOptions { Size = 1 });
            _fresh.Add(thread, rows.ToImmutable());
            // Another process may have written after these rows. The woken streams then read the table.
            if (Interlocked.Read(ref _othersWrote) != othersWrote)
                _fresh.Forget(thread);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            _tails.Remove(thread);
            _fresh.Forget(thread);
            return await IsAnnouncedAsync(thread, events, cancellation);
        }
    }

    private async Task<bool> IsAnnouncedAsync(ThreadId thread, IReadOnlyList<ThreadEvent> events, CancellationToken cancellation)
    {
        if (events.FirstOrDefault(static e => e.Kind == ThreadEventKind.Message)?.Message is not { } message)
            return false;
        var mark = await tables.Events.GetEntityIfExistsAsync<TableEntity>(thread.Value, EventKeys.Announced(message), cancellationToken: cancellation);
        return mark.HasValue;
    }
}

/// <summary>
/// A cache of the rows that this process wrote in the last seconds, per thread. The streams that a write wakes read these rows. Rows of one thread
/// have consecutive numbers, so no event of another process can be missing between them.
/// </summary>
internal sealed class FreshEvents : IDisposable
{
    private const int MostThreads = 1_000;
    private const int MostRows = 32;
    private const long EndMilliseconds = 1_000;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _threads = new(new MemoryCacheOptions { SizeLimit = MostThreads });

    /// <summary>Adds stored rows. The caller serializes the writes of one thread.</summary>
    public void Add(ThreadId thread, ImmutableArray<TableEntity> rows)
    {
        var before = Find(thread)?.Rows ?? [];
        if (before.IsEmpty || EventKeys.Seq(before[^1].RowKey) + 1 != EventKeys.Seq(rows[0].RowKey))
            before = [];
        var all = before.AddRange(rows);
        _threads.Set(
            thread,
            new Written(all[Math.Max(0, all.Length - MostRows)..], Environment.TickCount64),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Life });
    }

    /// <summary>
    /// Returns all rows after this number, and whether they were the end of the log a moment ago. Null if some are not in the cache, or if there are
    /// none and the last write was not a moment ago.
    /// </summary>
    public (ImmutableArray<TableEntity> Rows, bool IsEnd)? After(ThreadId thread, long after)
    {
        if (Find(thread) is not { } written || EventKeys.Seq(written.Rows[0].RowKey) > after + 1)
            return null;
        ImmutableArray<TableEntity> rows = [.. written.Rows.Where(row => EventKeys.Seq(row.RowKey) > after)];
        var isEnd = Environment.TickCount64 - written.At < EndMilliseconds;
        return rows.IsEmpty && !(isEnd && EventKeys.Seq(written.Rows[^1].RowKey) == after) ? null : (rows, isEnd);
    }

    public void Forget(ThreadId thread) => _threads.Remove(thread);

    public void Dispose() => _threads.Dispose();

    private Written? Find(ThreadId thread) => _threads.TryGetValue(thread, out Written? written) ? written : null;

    private sealed record Written(ImmutableArray<TableEntity> Rows, long At);
}

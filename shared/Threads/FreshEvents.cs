using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

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
    /// Returns all rows after this number, and whether they were the end of the log a moment ago. Null if there are none or some are not in the
    /// cache.
    /// </summary>
    public (ImmutableArray<TableEntity> Rows, bool IsEnd)? After(ThreadId thread, long after)
    {
        if (Find(thread) is not { } written || EventKeys.Seq(written.Rows[0].RowKey) > after + 1)
            return null;
        ImmutableArray<TableEntity> rows = [.. written.Rows.Where(row => EventKeys.Seq(row.RowKey) > after)];
        return rows.IsEmpty ? null : (rows, Environment.TickCount64 - written.At < EndMilliseconds);
    }

    public void Forget(ThreadId thread) => _threads.Remove(thread);

    public void Dispose() => _threads.Dispose();

    private Written? Find(ThreadId thread) => _threads.TryGetValue(thread, out Written? written) ? written : null;

    private sealed record Written(ImmutableArray<TableEntity> Rows, long At);
}

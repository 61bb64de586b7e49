using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>Appends the next message of a thread: one transaction updates the head under its ETag and adds the message. Heads of busy threads are
/// cached, so a message usually costs one transaction. With a stale head, the transaction fails and the head is read again.</summary>
/// <param name="isWithoutDoor">True if no other product manages members. Typed messages to such a product's threads are refused.</param>
internal sealed class ThreadAppend(TableClient threads, bool isWithoutDoor = false) : IDisposable
{
    private const int MaxTries = 40;
    private const int RememberedHeads = 10_000;

    private readonly Stripes _stripes = new();
    private readonly MemoryCache _heads = new(new MemoryCacheOptions { SizeLimit = RememberedHeads });

    /// <summary>
    /// Returns the rows of the message with this number. The mark, which records that the message was sent, is first: the table reports the first
    /// conflict.
    /// </summary>
    public delegate Task<Rows> RowsAsync(MessageId id);

    public async Task<Result> AppendAsync(ThreadId thread, DateTimeOffset at, MessageText? typed, RowsAsync rows, CancellationToken cancellation)
    {
        using var passage = await _stripes.EnterAsync(thread.Value, cancellation);
        for (var tries = 1; ; tries++)
        {
            if (await HeadAsync(thread, cancellation) is not { } head || (head.IsBehindDoor && isWithoutDoor && typed is not null))
                return new Result.Missing();
            var (next, change) = head.Next(at, typed);
            var id = new MessageId(thread, next.LastSeq);
            var message = await rows(id);
            try
            {
                var done = await threads.SubmitTransactionAsync([message.Mark, change, .. message.Rest], cancellation);
                Remember(head with { Thread = next, ETag = done.Value[1].Headers.ETag ?? default });
                return new Result.Added(id);
            }
            catch (RequestFailedException failure) when (failure.Status is 404 or 409 or 412)
            {
                _heads.Remove(thread);
                if (failure.Status == 404)
                    return new Result.Missing();
                if (failure.Status == 409)
                    return new Result.Conflict();
                if (tries == MaxTries)
                    throw;
            }

            await Task.Delay(Random.Shared.Next(1, 4 * tries), cancellation);
        }
    }

    public void Dispose() => _heads.Dispose();

    private async Task<ThreadHead?> HeadAsync(ThreadId thread, CancellationToken cancellation)
    {
        if (_heads.TryGetValue(thread, out ThreadHead? known))
            return known;
        var row = await threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
        return row.HasValue ? ThreadHead.Read(row.Value!) : null;
    }

    private void Remember(ThreadHead head)
    {
        if (head.ETag != default)
            _heads.Set(head.Thread.Id, head, new MemoryCacheEntryOptions { Size = 1 });
    }

    public sealed record Rows(TableTransactionAction Mark, TableTransactionAction[] Rest);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Added(MessageId Id) : Result;

        /// <summary>The mark already exists.</summary>
        public sealed record Conflict : Result;

        /// <summary>The thread or a required row does not exist.</summary>
        public sealed record Missing : Result;
    }
}

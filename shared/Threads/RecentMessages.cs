using System.Collections.Concurrent;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A cache of the messages that this process recently added or read, in stored form. Messages are immutable, so the cache needs no invalidation.
/// </summary>
internal sealed class RecentMessages
{
    private const int Capacity = 2048;
    private const long MostBytes = 32 * 1024 * 1024;
    private const int Overhead = 1024;
    private const int EachTouched = 128;

    private readonly ConcurrentDictionary<MessageId, ThreadMessage> _messages = new();
    private readonly ConcurrentQueue<MessageId> _order = new();
    private long _bytes;

    public void Add(ThreadMessage message)
    {
        if (!_messages.TryAdd(message.Id, message))
            return;
        _order.Enqueue(message.Id);
        Interlocked.Add(ref _bytes, Size(message));
        while ((_messages.Count > Capacity || Interlocked.Read(ref _bytes) > MostBytes) && _order.TryDequeue(out var oldest))
        {
            if (_messages.TryRemove(oldest, out var gone))
                Interlocked.Add(ref _bytes, -Size(gone));
        }
    }

    /// <summary>
    /// Caches a message that was just stored, and replaces an entry with the same id. A store that lost its last writes assigns their numbers
    /// again, so a cached lost message would hide the new one.
    /// </summary>
    public void Put(ThreadMessage message)
    {
        if (_messages.TryRemove(message.Id, out var lost))
            Interlocked.Add(ref _bytes, -Size(lost));
        Add(message);
    }

    public ThreadMessage? Find(MessageId id) => _messages.GetValueOrDefault(id);

    private static long Size(ThreadMessage message) => Overhead + message switch
    {
        ThreadMessage.Typed typed => 2L * typed.Text.Length,
        ThreadMessage.Answer answer => (2L * answer.Body.Length) + answer.Evidence.Sum(static piece => piece.Touched.Sum(Size)),
        _ => throw new InvalidOperationException("A message is typed or an answer."),
    };

    private static long Size(Touched touched) =>
        EachTouched + (2L * (touched.Relation.Length + touched.Columns.Sum(static one => one.Length) + touched.RowRules.Sum(static one => one.Length)));
}

using System.Collections.Concurrent;

namespace Onbehalf.Threads;

/// <summary>What was typed through this process a moment ago: a message never changes, so its turn need not read it back.</summary>
internal sealed class RecentlyTyped
{
    private const int Kept = 512;

    private readonly ConcurrentDictionary<MessageId, ThreadMessage.Typed> _messages = new();
    private readonly ConcurrentQueue<MessageId> _order = new();

    public void Add(ThreadMessage.Typed message)
    {
        if (_messages.TryAdd(message.Id, message))
            _order.Enqueue(message.Id);
        while (_messages.Count > Kept && _order.TryDequeue(out var oldest))
            _messages.TryRemove(oldest, out _);
    }

    public ThreadMessage.Typed? Find(MessageId id) => _messages.GetValueOrDefault(id);
}

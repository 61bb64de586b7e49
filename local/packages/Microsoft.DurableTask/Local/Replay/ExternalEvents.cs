using System.Text.Json;
using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Replay;

/// <summary>Events that nobody awaits yet, first in first out, and the waiters, of which the newest is served first as in the real SDK.</summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly List<HistoryEvent.EventRaised> _buffer = [];
    private readonly Dictionary<string, List<IWaiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    private interface IWaiter
    {
        Type Type { get; }

        bool IsDone { get; }

        void Complete(string? payload);
    }

    public bool IsAwaited => _waiters.Values.Any(waiters => waiters.Exists(waiter => !waiter.IsDone));

    public IReadOnlyList<HistoryEvent.EventRaised> Unmatched => _buffer;

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellation)
    {
        var waiter = new Waiter<T>(converter);
        var buffered = _buffer.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (buffered >= 0)
        {
            var payload = _buffer[buffered].Payload;
            _buffer.RemoveAt(buffered);
            waiter.Complete(payload);
            return waiter.Task;
        }

        Add(name, waiter);
        cancellation.Register(() => waiter.Cancel(cancellation));
        return waiter.Task;
    }

    public void Raise(HistoryEvent.EventRaised raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var waiters))
        {
            waiters.RemoveAll(waiter => waiter.IsDone);
            if (waiters.Count > 0)
            {
                var newest = waiters[^1];
                waiters.RemoveAt(waiters.Count - 1);
                newest.Complete(raised.Payload);
                return;
            }
        }

        _buffer.Add(raised);
    }

    private void Add(string name, IWaiter waiter)
    {
        if (!_waiters.TryGetValue(name, out var waiters))
            _waiters[name] = waiters = [];
        waiters.RemoveAll(other => other.IsDone);
        if (waiters.Find(other => other.Type != waiter.Type) is { } different)
            throw new ArgumentException(
                $"Events with the same name must have the same type: '{name}' is awaited as {different.Type} and as {waiter.Type}.");
        waiters.Add(waiter);
    }

    private sealed class Waiter<T>(DataConverter converter) : IWaiter
    {
        private readonly TaskCompletionSource<T> _source = new();

        public Type Type => typeof(T);

        public bool IsDone => _source.Task.IsCompleted;

        public Task<T> Task => _source.Task;

        public void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);

        public void Complete(string? payload)
        {
            try
            {
                _source.TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (JsonException exception)
            {
                _source.TrySetException(exception);
            }
        }
    }
}

namespace Onbehalf.Threads;

/// <summary>The undelivered pulses of one stream, deduplicated. The queue of a slow client is therefore bounded.</summary>
internal sealed class PulseQueue(Action<PulseQueue> leave) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Dictionary<(string, Ids.SubjectId?), Pulse> _waiting = [];

    public void Add(Pulse pulse)
    {
        lock (_gate)
        {
            _waiting[(pulse.What, pulse.Person)] = pulse;
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }

    /// <summary>Returns the pulses, or an empty list after the timeout.</summary>
    public async Task<IReadOnlyList<Pulse>> TakeAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        await _signal.WaitAsync(atMost, cancellation);
        lock (_gate)
        {
            Pulse[] taken = [.. _waiting.Values];
            _waiting.Clear();
            return taken;
        }
    }

    /// <summary>Unsubscribes first, so that no pulse is added to a disposed queue.</summary>
    public void Dispose()
    {
        leave(this);
        _signal.Dispose();
    }
}

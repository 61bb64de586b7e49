namespace Onbehalf.Threads;

/// <summary>Lets one stream sleep until its thread has something new in this process, or until it is time to look.</summary>
public sealed class EventWake : IDisposable
{
    private readonly Action<EventWake> _leave;
    private readonly SemaphoreSlim _signal = new(0);

    internal EventWake(Action<EventWake> leave) => _leave = leave;

    /// <summary>False when the time was up and nothing is new.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var isNew = await _signal.WaitAsync(atMost, cancellation);
        while (_signal.CurrentCount > 0)
            isNew |= await _signal.WaitAsync(Timeout.Infinite, cancellation);
        return isNew;
    }

    public void Dispose()
    {
        _leave(this);
        _signal.Dispose();
    }

    internal void Wake()
    {
        try
        {
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended between being found and being woken.
        }
    }
}

namespace Onbehalf.Threads;

/// <summary>Lets one stream sleep until its thread has something new in this process, or until it is time to look.</summary>
public sealed class EventWake : IDisposable
{
    private readonly Action<EventWake> _leave;
    private readonly SemaphoreSlim _signal = new(0);

    internal EventWake(Action<EventWake> leave) => _leave = leave;

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        await _signal.WaitAsync(atMost, cancellation);
        while (_signal.CurrentCount > 0)
            await _signal.WaitAsync(cancellation);
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

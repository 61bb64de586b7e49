namespace Onbehalf.Artifacts;

/// <summary>Lets one stream wait for a change of its artifact in this process, or for a timeout.</summary>
public sealed class ArtifactWake : IDisposable
{
    private readonly Action<ArtifactWake> _leave;
    private readonly SemaphoreSlim _signal = new(0, 1);

    internal ArtifactWake(Action<ArtifactWake> leave) => _leave = leave;

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _signal.WaitAsync(atMost, cancellation);

    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (Exception over) when (over is SemaphoreFullException or ObjectDisposedException)
        {
            // The stream was already woken, or ended concurrently.
        }
    }

    public void Dispose()
    {
        _leave(this);
        _signal.Dispose();
    }
}

namespace Onbehalf.Artifacts;

/// <summary>Lets one stream sleep until its artifact has something new in this process, or until it is time to look.</summary>
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
            // Awake already, or ended between being found and being woken.
        }
    }

    public void Dispose()
    {
        _leave(this);
        _signal.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>The waiting streams of this process, by artifact.</summary>
public sealed class ArtifactWakes
{
    private readonly ConcurrentDictionary<ArtifactId, ImmutableList<ArtifactWake>> _sleepers = new();

    public ArtifactWake Listen(ArtifactId artifact)
    {
        var wake = new ArtifactWake(left => Leave(artifact, left));
        _sleepers.AddOrUpdate(artifact, [wake], (_, others) => others.Add(wake));
        return wake;
    }

    public void Wake(ArtifactId artifact)
    {
        foreach (var wake in _sleepers.GetValueOrDefault(artifact, []))
            wake.Wake();
    }

    private void Leave(ArtifactId artifact, ArtifactWake wake)
    {
        var others = _sleepers.AddOrUpdate(artifact, [], (_, all) => all.Remove(wake));
        if (others.IsEmpty)
            _sleepers.TryRemove(KeyValuePair.Create(artifact, others));
    }
}

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

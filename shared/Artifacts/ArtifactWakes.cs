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

using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>The people who have an artifact open on this instance of the app, with their place in it. It is in memory only.</summary>
internal sealed class ArtifactPresence
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ArtifactId, ImmutableDictionary<SubjectId, Here>> _open = [];

    public void Enter(ArtifactId artifact, Participant person)
    {
        lock (_gate)
        {
            var here = _open.GetValueOrDefault(artifact, ImmutableDictionary<SubjectId, Here>.Empty);
            var mine = here.GetValueOrDefault(person.Subject) ?? new(person, 0, new());
            _open[artifact] = here.SetItem(person.Subject, mine with { Streams = mine.Streams + 1 });
        }
    }

    public void Leave(ArtifactId artifact, SubjectId person)
    {
        lock (_gate)
        {
            var here = _open[artifact];
            here = here[person].Streams > 1 ? here.SetItem(person, here[person] with { Streams = here[person].Streams - 1 }) : here.Remove(person);
            if (here.IsEmpty)
                _open.Remove(artifact);
            else
                _open[artifact] = here;
        }
    }

    /// <summary>Returns false when this person has no stream of the artifact on this instance.</summary>
    public bool Put(ArtifactId artifact, SubjectId person, ArtifactSpot spot)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(artifact, out var here) || !here.TryGetValue(person, out var mine))
                return false;
            _open[artifact] = here.SetItem(person, mine with { Spot = spot });
            return true;
        }
    }

    /// <summary>Returns the same object until the presence changes, so that callers can compare references.</summary>
    public ImmutableDictionary<SubjectId, Here> Of(ArtifactId artifact)
    {
        lock (_gate)
            return _open.GetValueOrDefault(artifact, ImmutableDictionary<SubjectId, Here>.Empty);
    }

    internal sealed record Here(Participant Person, int Streams, ArtifactSpot Spot);
}

/// <summary>A place in an artifact.</summary>
internal sealed record ArtifactSpot(string? Item = null, string? Field = null, string? Block = null);

using System.Collections.Concurrent;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Visibility;

/// <summary>One person's rights with one confirmation; each source is asked at most once.</summary>
public sealed class ViewerRights
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IHeldRights?>>> _held = new(StringComparer.Ordinal);
    private readonly SubjectId _viewer;
    private readonly string _version;
    private readonly Func<string, Lazy<Task<IHeldRights?>>> _ask;

    internal ViewerRights(Authority viewer, IReadOnlyDictionary<string, IRights> sources, Func<IRights, Authority, Task<IHeldRights?>> ask)
    {
        _viewer = viewer.Subject.Id;
        _version = viewer.Version;
        // Shared by all callers, so no caller's cancellation may end it.
        _ask = name => new(() => sources.TryGetValue(name, out var source) ? ask(source, viewer) : Task.FromResult<IHeldRights?>(null));
    }

    public async Task<bool> CoverAsync(EvidencePiece piece, CancellationToken cancellation)
    {
        var isAsker = piece.Asker == _viewer.Value;
        foreach (var touched in piece.Touched)
        {
            if (touched.Undecided ? !(isAsker && piece.Grant == _version) : !await CoverAsync(touched, isAsker, cancellation))
                return false;
        }

        return true;
    }

    private async Task<bool> CoverAsync(Touched touched, bool isAsker, CancellationToken cancellation)
    {
        var held = await _held.GetOrAdd(touched.Source, _ask).Value.WaitAsync(cancellation);
        return held is not null && await held.CoverAsync(touched, isAsker, cancellation);
    }
}

using System.Runtime.CompilerServices;
using Onbehalf.Identity;

namespace Onbehalf.Evidence;

/// <summary>
/// Compares rights, never answers. What a source said about a person is remembered as long as the confirmation it was asked under is in
/// use, and no longer.
/// </summary>
public sealed class Rights(IEnumerable<IRights> sources)
{
    private readonly Dictionary<string, IRights> _sources = sources.ToDictionary(static source => source.Source, StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Authority, ViewerRights> _known = [];

    public ViewerRights Of(Authority viewer) => _known.GetValue(viewer, person => new(person, _sources));
}

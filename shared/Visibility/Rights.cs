using System.Runtime.CompilerServices;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Visibility;

/// <summary>
/// Compares rights, never answers. What a source said about a person is remembered as long as the confirmation it was asked under is in
/// use, and no longer.
/// </summary>
public sealed class Rights(IEnumerable<IRights> sources)
{
    private readonly Dictionary<string, IRights> _sources = sources.ToDictionary(static source => source.Source, StringComparer.Ordinal);
    private static readonly TimeSpan LookPatience = TimeSpan.FromMilliseconds(500);

    private readonly ConditionalWeakTable<Authority, ViewerRights> _known = [];

    public ViewerRights Of(Authority viewer) => _known.GetValue(viewer, person => new(person, _sources, static (source, one) => source.OfAsync(one, CancellationToken.None)));

    /// <summary>Of somebody whose turn or request this is not: as they were when they last acted, without anything of their own being used.</summary>
    public ViewerRights RecalledOf(Authority viewer) => new(viewer, _sources, static (source, one) => source.RecallAsync(one, CancellationToken.None));

    /// <summary>
    /// In a request of their own: asks the sources that do not remember what this person may see, so that another's turn in the same thread
    /// knows what both see. Nobody waits for long: what comes later is remembered too.
    /// </summary>
    public Task LookAsync(Authority viewer) => Task.WhenAny(Task.WhenAll(_sources.Values.Select(source => LookAsync(source, viewer))), Task.Delay(LookPatience));

    private static async Task LookAsync(IRights source, Authority viewer)
    {
        if (await source.RecallAsync(viewer, CancellationToken.None) is null)
            await source.OfAsync(viewer, CancellationToken.None);
    }
}

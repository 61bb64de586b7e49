using System.Runtime.CompilerServices;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Visibility;

/// <summary>
/// Compares rights, never answers. A source's statement about a person is cached as long as the confirmation that it was asked with.
/// </summary>
public sealed class Rights(IEnumerable<IRights> sources)
{
    private readonly Dictionary<string, IRights> _sources = sources.ToDictionary(static source => source.Source, StringComparer.Ordinal);
    private static readonly TimeSpan LookPatience = TimeSpan.FromMilliseconds(500);

    private readonly ConditionalWeakTable<Authority, ViewerRights> _known = [];

    public ViewerRights Of(Authority viewer) =>
        _known.GetValue(viewer, person => new(person, _sources, static (source, one) => source.OfAsync(one, CancellationToken.None)));

    /// <summary>Returns the rights of a person who is not the caller, as of their last act, without using their credentials.</summary>
    public ViewerRights RecalledOf(Authority viewer) => new(viewer, _sources, static (source, one) => source.RecallAsync(one, CancellationToken.None));

    /// <summary>
    /// Fills the cache during the person's own request: asks the sources without a cached statement about them, so that another person's turn in the
    /// same thread can compare. The wait is short; later answers are cached too.
    /// </summary>
    public Task LookAsync(Authority viewer) =>
        Task.WhenAny(Task.WhenAll(_sources.Values.Select(source => LookAsync(source, viewer))), Task.Delay(LookPatience));

    private static async Task LookAsync(IRights source, Authority viewer)
    {
        if (await source.RecallAsync(viewer, CancellationToken.None) is null)
            await source.OfAsync(viewer, CancellationToken.None);
    }
}

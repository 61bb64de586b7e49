using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Context;

/// <summary>
/// What wiki evidence rested on, and whether somebody else may read all of it now. A relation is the id of a space that was searched or of
/// a page that was read; what cannot be read as either is not theirs.
/// </summary>
public sealed class WikiRights(WikiSpaces spaces, WikiPages pages)
{
    public const string Source = "wiki";

    public static Touched Searched(SpaceId space) => new(Source, space.Value, [], []);

    public static Touched Read(PageId page) => new(Source, page.Value, [], []);

    public async Task<bool> MayReadAllAsync(Authority viewer, IEnumerable<Touched> touched, CancellationToken cancellation)
    {
        ImmutableArray<Touched> pieces = [.. touched];
        if (pieces.Any(static piece => piece.Undecided || piece.Source != Source))
            return false;
        var allowed = await Task.WhenAll(pieces.Select(static piece => piece.Relation).Distinct(StringComparer.Ordinal).Select(relation => MayReadAsync(viewer, relation, cancellation)));
        return allowed.All(static one => one);
    }

    private async Task<bool> MayReadAsync(Authority viewer, string relation, CancellationToken cancellation) =>
        SpaceId.TryParse(relation, out var space) ? await spaces.FindAsync(viewer, space, cancellation) is not null
        : PageId.TryParse(relation, out var page) && await pages.FindAsync(viewer, page, null, cancellation) is not null;
}

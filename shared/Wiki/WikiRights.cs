using System.Collections.Frozen;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Wiki;

/// <summary>
/// The evidence of the wiki, and the check whether another person may read all of it now. A relation is the id of a searched space or of a read
/// page. The right to read a space includes its pages.
/// </summary>
internal sealed class WikiRights(WikiSpaces spaces) : IRights
{
    public const string Name = "wiki";

    public string Source => Name;

    public static Touched Searched(SpaceId space) => new(Name, space.Value, [], []);

    public static Touched Read(PageId page) => new(Name, page.Value, [], []);

    /// <summary>The evidence of a write. It carries no data, because the text came from the writer.</summary>
    public static Touched Written(PageId page) => Read(page) with { CarriesData = false };

    public async Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        new ReadableSpaces((await spaces.ReadableAsync(viewer, cancellation)).Select(static space => space.Id.Value).ToFrozenSet(StringComparer.Ordinal));

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class ReadableSpaces(FrozenSet<string> ids) : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) =>
            !touched.Undecided && ids.Contains(PageId.TryParse(touched.Relation, out var page) ? page.Space.Value : touched.Relation);
    }
}

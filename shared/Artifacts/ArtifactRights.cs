using System.Collections.Frozen;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>What was read of an artifact is open to who has the artifact. A relation is its id.</summary>
public sealed class ArtifactRights(ArtifactLists lists) : IRights
{
    public const string Name = "artifacts";

    public string Source => Name;

    public static Touched Read(ArtifactId id) => new(Name, id.Value, [], []);

    /// <summary>That somebody has no artifacts: theirs alone to know.</summary>
    internal static Touched None { get; } = new(Name, "*", [], [], CarriesData: false);

    public async Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        new Held((await lists.AllAsync(viewer, cancellation)).Select(static head => head.Id.Value).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Membership is the app's own to know: nothing of the viewer's is used.</summary>
    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class Held(FrozenSet<string> theirs) : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => !touched.Undecided && (theirs.Contains(touched.Relation) || (isAsker && touched.Relation == None.Relation));
    }
}

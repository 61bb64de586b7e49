using System.Collections.Frozen;
using System.Globalization;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>
/// The rights for data that was read from artifacts. A person needs access to the artifact, with a history from the op that was read or
/// earlier. The relation is the id of the artifact.
/// </summary>
internal sealed class ArtifactRights(ArtifactLists lists) : IRights
{
    public const string Name = "artifacts";

    public string Source => Name;

    /// <summary>Returns the touched relation of a read. Its column is the number of the last op that was read.</summary>
    public static Touched Read(ArtifactHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new(Name, head.Id.Value, [head.Seq.ToString(CultureInfo.InvariantCulture)], []);
    }

    /// <summary>The touched relation of an empty list. Only the person themselves may know that they have no artifacts.</summary>
    internal static Touched None { get; } = new(Name, "*", [], [], CarriesData: false);

    public async Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        new Held(
            (await lists.AllAsync(viewer, cancellation)).ToFrozenDictionary(static one => one.Head.Id.Value, static one => one.Since, StringComparer.Ordinal));

    /// <summary>Returns the same rights. Membership is data of the app, so no credential of the viewer is needed.</summary>
    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class Held(FrozenDictionary<string, long> theirs) : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) =>
            !touched.Undecided
            && ((theirs.TryGetValue(touched.Relation, out var since) && IsSince(touched, since)) || (isAsker && touched.Relation == None.Relation));

        private static bool IsSince(Touched touched, long since) => since == 0
            || (!touched.Columns.IsEmpty
                && touched.Columns.All(read => long.TryParse(read, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq >= since));
    }
}

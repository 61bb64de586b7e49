using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Visibility;

/// <summary>The active shares of a thread at one moment, by reply.</summary>
public sealed record ThreadShares(ImmutableDictionary<string, Share> ByReply)
{
    public static readonly ThreadShares None = new(ImmutableDictionary<string, Share>.Empty);

    /// <summary>These and those of other threads.</summary>
    public ThreadShares With(ThreadShares others) => ByReply.IsEmpty ? others : others.ByReply.IsEmpty ? this : new(ByReply.SetItems(others.ByReply));

    public bool Has(string reply) => ByReply.ContainsKey(reply);

    public bool Reach(SubjectId viewer, string reply) => ByReply.TryGetValue(reply, out var share) && share.Reaches(viewer);
}

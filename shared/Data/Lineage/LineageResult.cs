using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Data.Lineage;

internal abstract record LineageResult
{
    private LineageResult()
    {
    }

    /// <summary><paramref name="MayTell"/>: errors while running speak of nothing but rows and columns that were touched. Not so under a view with its owner's rights, or a policy that computes.</summary>
    public sealed record Known(ImmutableArray<Touched> Touched, bool MayTell) : LineageResult;

    /// <summary>The engine saw a call that the text was not allowed to make, however it was spelt.</summary>
    public sealed record Forbidden : LineageResult;

    public sealed record Unknown : LineageResult;
}

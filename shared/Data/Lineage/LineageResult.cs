using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Data.Lineage;

internal abstract record LineageResult
{
    private LineageResult()
    {
    }

    /// <summary><paramref name="OwnerViews"/>: errors while running may speak of rows that such a view hides.</summary>
    public sealed record Known(ImmutableArray<Touched> Touched, bool OwnerViews) : LineageResult;

    /// <summary>The engine saw a call that the text was not allowed to make, however it was spelt.</summary>
    public sealed record Forbidden : LineageResult;

    public sealed record Unknown : LineageResult;
}

using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

internal abstract record LineageResult
{
    private LineageResult()
    {
    }

    /// <param name="ErrorsAreSafe">
    /// True if error messages quote only rows and columns that were touched. False under a view with its owner's rights and under a policy that computes.
    /// </param>
    public sealed record Known(ImmutableArray<Touched> Touched, bool ErrorsAreSafe) : LineageResult
    {
        /// <summary>True if a policy fails with this person's rights. The server then returns an error instead of rows.</summary>
        public bool IsDenied => Touched.Any(static one => one.RowRules.Any(static rule => rule.StartsWith(RowSecurity.Denied, StringComparison.Ordinal)));
    }

    /// <summary>The engine found a forbidden call, or a type of a hidden relation, in any spelling.</summary>
    public sealed record Forbidden : LineageResult;

    /// <summary>A name without its schema is ambiguous. <paramref name="Words"/> lists the person's relations with their schemas.</summary>
    public sealed record Ambiguous(string Words) : LineageResult;

    public sealed record Unknown : LineageResult;
}

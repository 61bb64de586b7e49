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
    /// Error messages of the run quote only rows and columns that were touched. False under a view with its owner's rights and under a policy that computes.
    /// </param>
    public sealed record Known(ImmutableArray<Touched> Touched, bool ErrorsAreSafe) : LineageResult
    {
        /// <summary>A policy fails with this person's rights, so that the server answers with an error instead of rows.</summary>
        public bool IsDenied => Touched.Any(static one => one.RowRules.Any(static rule => rule.StartsWith(RowSecurity.Denied, StringComparison.Ordinal)));
    }

    /// <summary>The engine saw a call that the text was not allowed to make, or a type of a hidden relation, however it was spelt.</summary>
    public sealed record Forbidden : LineageResult;

    /// <summary>A name without its schema could mean several of the person's relations; <paramref name="Words"/> spells them.</summary>
    public sealed record Ambiguous(string Words) : LineageResult;

    public sealed record Unknown : LineageResult;
}

using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>What came of adding ops.</summary>
public abstract record OpsResult
{
    private OpsResult()
    {
    }

    /// <summary>They are in the log, now or since an earlier request.</summary>
    public sealed record Accepted(long Seq) : OpsResult;

    /// <summary>A text changed in between. Nothing was added.</summary>
    public sealed record Moved(ImmutableArray<LoggedOps> Missing) : OpsResult;

    public sealed record Refused(OpProblem Problem) : OpsResult;

    /// <summary>No such artifact for this person.</summary>
    public sealed record NotFound : OpsResult;
}

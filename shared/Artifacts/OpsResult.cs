using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>The result of adding ops.</summary>
public abstract record OpsResult
{
    private OpsResult()
    {
    }

    /// <summary>The ops are in the log, from this request or an earlier one with the same id.</summary>
    public sealed record Accepted(long Seq) : OpsResult
    {
        /// <summary>True if an earlier request with the same id added the ops. Nobody is told of them again.</summary>
        public bool IsRepeat { get; init; }
    }

    /// <summary>
    /// A text has changed since its base version, or the agent has written what the ops overwrite. Nothing was added.
    /// </summary>
    public sealed record Moved(ImmutableArray<LoggedOps> Missing) : OpsResult;

    public sealed record Refused(OpProblem Problem) : OpsResult;

    /// <summary>The artifact does not exist, or this person has no access.</summary>
    public sealed record NotFound : OpsResult;
}

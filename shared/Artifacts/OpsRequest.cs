using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Artifacts;

/// <summary>A request to add ops. It is idempotent by <paramref name="OpId"/>.</summary>
public sealed record OpsRequest(long BaseSeq, string OpId, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>
    /// The ops of the agent that were open to the author when the request was checked. Ops that would overwrite words that the agent wrote later get
    /// the result <see cref="OpsResult.Moved"/>. Null for requests without this check.
    /// </summary>
    internal ImmutableHashSet<long>? OpenSeqs { get; init; }

    /// <summary>
    /// Distinguishes this request from another one with the same id. A failed transaction that the storage had accepted is then no repeat.
    /// </summary>
    internal Guid Delivery { get; } = Guid.NewGuid();

    /// <summary>Accept the ops only while the artifact is a draft.</summary>
    public bool IsForDraft { get; init; }

    /// <summary>
    /// Accept the ops only on exactly the artifact that was read, with the same head. A publication changes the head without an op, so it refuses them, too.
    /// </summary>
    internal bool IsOnBase { get; init; }

    /// <summary>The ops restore an earlier version. Their references are not checked again.</summary>
    public bool IsWayBack { get; init; }

    public static bool IsOpId(string? text) =>
        text is { Length: > 0 and <= ArtifactLimits.OpIdLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

/// <summary>The reason why an op is refused. <paramref name="IsStale"/>: the sender must apply the missing ops and repeat the change.</summary>
public sealed record OpProblem(string Code, string Sentence, bool IsStale = false);

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

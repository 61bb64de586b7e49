using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Artifacts;

/// <summary>Ops to add. The same <paramref name="OpId"/> again is the same request.</summary>
public sealed record OpsRequest(long BaseSeq, string OpId, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>Only while nobody else has the artifact.</summary>
    public bool IsForDraft { get; init; }

    /// <summary>Ops that lead back to an earlier version: a reference in it is as good as it was then.</summary>
    public bool IsWayBack { get; init; }

    public static bool IsOpId(string? text) =>
        text is { Length: > 0 and <= ArtifactLimits.OpIdLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>A change of one item that a run requests: its ops with the card, or a refusal that the model may read.</summary>
internal abstract record PlannedItem
{
    private PlannedItem()
    {
    }

    /// <param name="Open">The ops of the agent that were open to the author.</param>
    /// <param name="Back">The evidence of the agent's words that the ops set again.</param>
    public sealed record Ready(
        LiveArtifact Live,
        ImmutableArray<ArtifactOp> Ops,
        ImmutableHashSet<long> Open,
        ImmutableArray<EvidencePiece> Back,
        ConfirmationCard Card) : PlannedItem;

    public sealed record Refused(ToolResult Result) : PlannedItem;
}

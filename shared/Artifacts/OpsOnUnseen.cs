using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>Ops on what their author does not see. They are answered alike, whatever is there.</summary>
internal static class OpsOnUnseen
{
    /// <summary>
    /// What was deleted before its author could look back keeps its text and values. Under its id it would come back before people to whom
    /// nobody showed it.
    /// </summary>
    public static OpProblem? Revived(ArtifactState state, IEnumerable<ArtifactOp> ops, long since) => ops.Any(op => op switch
    {
        ArtifactOp.PutBlock put => state.Blocks.TryGetValue(put.Block.Id, out var block) && block.IsDeleted && block.DeletedSeq <= since,
        ArtifactOp.PutField put => state.Fields.TryGetValue(put.Field.Id, out var field) && field.IsDeleted && field.DeletedSeq <= since,
        _ => false,
    })
        ? new("id-used", "This id was used before. Use another one.")
        : null;

    /// <summary>Deleting and moving need no look at the text; everything else would measure it or write over it.</summary>
    public static OpProblem? Locked(ArtifactState state, IEnumerable<ArtifactOp> ops, ImmutableHashSet<long> open) => ops.Any(op => op switch
    {
        ArtifactOp.PutBlock put => IsLocked(state, put.Block.Id, open),
        ArtifactOp.Edit edit => IsLocked(state, edit.Block, open),
        ArtifactOp.AddComment { Target.Block: { } block } => IsLocked(state, block, open),
        _ => false,
    })
        ? new("no-block", "There is no such block.")
        : null;

    private static bool IsLocked(ArtifactState state, string id, ImmutableHashSet<long> open) =>
        state.Blocks.TryGetValue(id, out var block) && block.FromModel.Any(seq => !open.Contains(seq));
}

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

    /// <summary>
    /// Deleting and moving need no look at what is there; everything else would measure it or write over it. A value that is shown as locked is
    /// refused by that name, whatever is written.
    /// </summary>
    public static OpProblem? Locked(ArtifactState state, IReadOnlyCollection<ArtifactOp> ops, ImmutableHashSet<long> open) =>
        ops.Any(op => op switch
        {
            ArtifactOp.PutBlock put => IsLocked(state, put.Block.Id, open),
            ArtifactOp.Edit edit => IsLocked(state, edit.Block, open),
            ArtifactOp.AddComment { Target.Block: { } block } => IsLocked(state, block, open),
            _ => false,
        })
            ? new("no-block", "There is no such block.")
        : ops.Any(op => Overwritten(state, op) is { } seq && !open.Contains(seq))
            ? new("locked", "You may not see what is there, so you cannot write over it. Somebody who sees it can change it, or take it out.")
        : null;

    /// <summary>The op with evidence whose words this one would replace.</summary>
    private static long? Overwritten(ArtifactState state, ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue set => state.Items.GetValueOrDefault(set.Item)?.Values.FirstOrDefault(held => held.Field == set.Field) is { FromModel: true } held ? held.Seq : null,
        ArtifactOp.Move { State: not null } move => state.Items.GetValueOrDefault(move.Item)?.StateFromModel,
        ArtifactOp.PutField put => state.Fields.GetValueOrDefault(put.Field.Id)?.FromModel,
        ArtifactOp.Rename => state.TitleSeq,
        _ => null,
    };

    private static bool IsLocked(ArtifactState state, string id, ImmutableHashSet<long> open) =>
        state.Blocks.TryGetValue(id, out var block) && block.FromModel.Any(seq => !open.Contains(seq));
}

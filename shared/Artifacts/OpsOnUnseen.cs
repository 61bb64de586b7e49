using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>Refuses ops on parts that their author cannot see. The answer is the same, whatever is there.</summary>
internal static class OpsOnUnseen
{
    /// <summary>
    /// Refuses to restore a part that was deleted before the author's history starts. Deleted parts keep their text and values. An op with
    /// their id would show these to people who never had access.
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
    /// Refuses ops that overwrite locked words, or whose result depends on them. Deleting and reordering are allowed. A write to a locked
    /// value is refused as locked, whatever the new value is.
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

    /// <summary>
    /// Returns whether a version has other words in the place of locked ones. Compares the ops that wrote them, never the words: an answer
    /// that depends on the words would confirm a guess. Parts that the version does not have do not count, because a restore deletes them.
    /// </summary>
    public static bool IsLockedBetween(ArtifactState now, ArtifactState then, ImmutableHashSet<long> open)
    {
        return IsReplaced(now.TitleSeq, then.TitleSeq)
            || then.Fields.Values.Any(field => !field.IsDeleted && IsReplaced(now.Fields.GetValueOrDefault(field.Id)?.FromModel, field.FromModel))
            || then.Items.Values.Any(item => !item.IsDeleted && now.Items.TryGetValue(item.Id, out var known) && IsItemReplaced(known, item))
            || then.Blocks.Values.Any(block => !block.IsDeleted && IsLocked(now, block.Block.Id, open) && !IsSame(now.Blocks[block.Block.Id], block));

        bool IsReplaced(long? seq, long? before) => seq is { } words && words != before && !open.Contains(words);

        bool IsItemReplaced(ArtifactItem known, ArtifactItem before) =>
            IsReplaced(known.StateFromModel, before.StateFromModel)
            || known.Values.Any(held =>
                then.Fields.GetValueOrDefault(held.Field) is { IsDeleted: false } && IsReplaced(held.ModelSeq, before.Held(held.Field)?.ModelSeq));
    }

    /// <summary>Whether the same ops wrote both. An edit by a person has no evidence, so the last op of the definition counts, too.</summary>
    private static bool IsSame(HeldBlock known, HeldBlock before) =>
        known.Version == before.Version && known.DefinedSeq is { } defined && defined == before.DefinedSeq && known.FromModel.SequenceEqual(before.FromModel);

    /// <summary>Returns the op with evidence whose words this op would overwrite.</summary>
    private static long? Overwritten(ArtifactState state, ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue set => state.Items.GetValueOrDefault(set.Item)?.Held(set.Field)?.ModelSeq,
        ArtifactOp.Move { State: not null } move => state.Items.GetValueOrDefault(move.Item)?.StateFromModel,
        ArtifactOp.PutField put => state.Fields.GetValueOrDefault(put.Field.Id)?.FromModel,
        ArtifactOp.Rename => state.TitleSeq,
        _ => null,
    };

    private static bool IsLocked(ArtifactState state, string id, ImmutableHashSet<long> open) =>
        state.Blocks.TryGetValue(id, out var block) && block.FromModel.Any(seq => !open.Contains(seq));
}

namespace Onbehalf.Artifacts;

/// <summary>Changes of blocks and their texts.</summary>
internal static class BlockFold
{
    public static Folded Put(ArtifactState state, ArtifactOp.PutBlock op, OpStamp stamp)
    {
        var known = state.Blocks.GetValueOrDefault(op.Block.Id);
        if (BlockCheck.Check(op.Block) is { } problem)
            return Folded.No(problem);
        if ((op.Order ?? known?.Order) is not { } order || !OrderKey.IsValid(order))
            return Folded.No("order", "A new block needs an order key of fractional-indexing.");
        if (known is null && state.Blocks.Count >= ArtifactLimits.Blocks)
            return Folded.No("too-many-blocks", $"An artifact has at most {ArtifactLimits.Blocks} blocks.");
        if (known is not null && known.Block.Type != op.Block.Type)
            return Folded.No("block-type", "A block cannot get another type. Add another block instead.");
        if (known is not null && IsFull(known))
            return Folded.No("block-full", "This block was changed too often. Add another one in its place.");
        var held = (known ?? new HeldBlock(op.Block, order, stamp.Author.Subject)) with
        {
            Block = op.Block,
            Order = order,
            DefinedBy = stamp.Author.Subject,
            DefinedSeq = stamp.Seq,
            IsDeleted = false,
            DeletedSeq = null,
        };
        return Put(state, Mark(Sign(held, stamp), stamp));
    }

    /// <summary>Deletes a block. Its text is kept, so that it can be restored.</summary>
    public static Folded Delete(ArtifactState state, string id, OpStamp stamp) =>
        Find(state, id, out var block) ?? Put(state, block with { IsDeleted = true, DeletedSeq = stamp.Seq });

    public static Folded Move(ArtifactState state, ArtifactOp.MoveBlock op)
    {
        if (!OrderKey.IsValid(op.Order))
            return Folded.No("order", "This order key is not one of fractional-indexing.");
        return Find(state, op.Block, out var block) ?? Put(state, block with { Order = op.Order });
    }

    public static Folded Edit(ArtifactState state, ArtifactOp.Edit op, OpStamp stamp)
    {
        if (Find(state, op.Block, out var block) is { } missing)
            return missing;
        if (block.Block.Type is not BlockType.Markdown)
            return Folded.No("block-type", "Only Markdown blocks have a text to edit.");
        if (stamp.FromModel && IsFull(block))
            return Folded.No("block-full", "This block was changed too often. Add another one in its place.");
        if (op.Version < block.Version)
            return Folded.No("stale-text", "Somebody changed this text in between. Nothing was overwritten.", isStale: true);
        if (op.Version > block.Version)
            return Folded.No("text-version", "This text has no such version.");
        return TextChange.Apply(block.Text, op.Changes, out var text) is { } problem
            ? Folded.No(problem)
            : Put(state, Mark(block with { Text = text, Version = block.Version + 1 }, stamp));
    }

    internal static Folded? Find(ArtifactState state, string id, out HeldBlock block) =>
        state.Blocks.TryGetValue(id, out block!) && !block.IsDeleted ? null : Folded.No("no-block", "There is no such block.");

    internal static Folded Put(ArtifactState state, HeldBlock block) => Folded.To(state with { Blocks = state.Blocks.SetItem(block.Block.Id, block) });

    private static HeldBlock Sign(HeldBlock held, OpStamp stamp)
    {
        if (RequestHash.OfText(held.Block) is not { } hash)
            return held;
        var first = held.Requests.FirstOrDefault(request => request.Hash == hash) ?? new(hash, stamp.Author.Subject);
        return held with { DefinedBy = first.By, Requests = held.Requests.Contains(first) ? held.Requests : held.Requests.Add(first) };
    }

    private static bool IsFull(HeldBlock block) =>
        block.Requests.Length >= ArtifactLimits.ChangesOfBlock || block.FromModel.Length >= ArtifactLimits.ChangesOfBlock;

    private static HeldBlock Mark(HeldBlock block, OpStamp stamp) =>
        stamp.FromModel && !block.FromModel.Contains(stamp.Seq) ? block with { FromModel = block.FromModel.Add(stamp.Seq) } : block;
}

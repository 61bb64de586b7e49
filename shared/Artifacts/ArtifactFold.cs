using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>Applies ops in server order. The fold is deterministic: the same ops in the same order give the same state in every process.</summary>
internal static class ArtifactFold
{
    /// <summary>Applies all ops, or none and returns the first problem.</summary>
    public static Folded Apply(ArtifactState state, IEnumerable<ArtifactOp> ops, OpStamp stamp)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(stamp);
        foreach (var op in ops)
        {
            switch (Apply(state, op, stamp))
            {
                case Folded.Changed changed:
                    state = changed.State;
                    break;
                case var refused:
                    return refused;
            }
        }

        return Folded.To(state with { People = state.People.SetItem(stamp.Author.Subject, stamp.Author.Name) });
    }

    private static Folded Apply(ArtifactState state, ArtifactOp op, OpStamp stamp) => op switch
    {
        ArtifactOp.SetValue set => ItemFold.Set(state, set, stamp),
        ArtifactOp.Add add => ItemFold.Add(state, add, stamp),
        ArtifactOp.Delete delete => ItemFold.Delete(state, delete, stamp),
        ArtifactOp.Restore restore => ItemFold.Restore(state, restore, stamp),
        ArtifactOp.Move move => ItemFold.Move(state, move, stamp),
        ArtifactOp.Rename rename => Rename(state, rename.Title, stamp),
        ArtifactOp.PutField put => DefinitionFold.Put(state, put.Field, stamp),
        ArtifactOp.DeleteField delete => DefinitionFold.DeleteField(state, delete.Field, stamp),
        ArtifactOp.PutParameter put => DefinitionFold.Put(state, put.Parameter),
        ArtifactOp.DeleteParameter delete => DefinitionFold.DeleteParameter(state, delete.Parameter),
        ArtifactOp.PutBlock put => BlockFold.Put(state, put, stamp),
        ArtifactOp.DeleteBlock delete => BlockFold.Delete(state, delete.Block, stamp),
        ArtifactOp.MoveBlock move => BlockFold.Move(state, move),
        ArtifactOp.Edit edit => BlockFold.Edit(state, edit, stamp),
        ArtifactOp.AddComment add => CommentFold.Add(state, add, stamp),
        ArtifactOp.Purge => Folded.To(Purge(state)),
        ArtifactOp.DeleteComment delete => CommentFold.Delete(state, delete.Comment, stamp),
        _ => throw new InvalidOperationException(op.GetType().Name),
    };

    /// <summary>Returns the state without its deleted parts.</summary>
    internal static ArtifactState Purge(ArtifactState state)
    {
        var fields = state.Fields.Values.Where(static one => !one.IsDeleted).ToImmutableDictionary(static one => one.Id, StringComparer.Ordinal);
        var items = state.Items.Values.Where(static one => !one.IsDeleted)
            .Select(item => item with { Values = [.. item.Values.Where(held => fields.ContainsKey(held.Field))], Comments = Present(item.Comments) })
            .ToImmutableDictionary(static one => one.Id, StringComparer.Ordinal);
        var blocks = state.Blocks.Values.Where(static one => !one.IsDeleted).Select(static block => block with { Comments = Present(block.Comments) })
            .ToImmutableDictionary(static one => one.Block.Id, StringComparer.Ordinal);
        var comments = items
            .Values.SelectMany(static one => one.Comments)
            .Concat(blocks.Values.SelectMany(static one => one.Comments))
            .Select(static one => one.Id)
            .ToHashSet(StringComparer.Ordinal);
        return state with
        {
            Fields = fields,
            FieldOrder = [.. state.FieldOrder.Where(fields.ContainsKey)],
            Items = items,
            Blocks = blocks,
            Comments = state.Comments.RemoveRange(state.Comments.Keys.Where(id => !comments.Contains(id))),
        };
    }

    private static ImmutableArray<ArtifactComment> Present(ImmutableArray<ArtifactComment> comments) => [.. comments.Where(static one => !one.IsDeleted)];

    private static Folded Rename(ArtifactState state, string title, OpStamp stamp) => PlainText.IsName(title, ArtifactLimits.TitleLength)
        ? Folded.To(state with
        {
            Title = title.Trim(),
            TitleSeq = stamp.FromModel ? stamp.Seq : null,
            FormerTitle = stamp.FromModel ? null : state.TitleSeq is { } seq ? new(state.Title, seq) : state.FormerTitle,
        })
        : Folded.No("title", $"A title has 1 to {ArtifactLimits.TitleLength} characters, on one line.");
}

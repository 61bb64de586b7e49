using System.Collections.Immutable;
using Onbehalf.Threads;

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

/// <summary>Applies changes of comments on items and blocks. Only its author can delete a comment.</summary>
internal static class CommentFold
{
    public static Folded Add(ArtifactState state, ArtifactOp.AddComment op, OpStamp stamp)
    {
        if (!PlainText.IsId(op.Comment) || state.Comments.ContainsKey(op.Comment))
            return Folded.No("comment", "A comment needs an id of its own.");
        if (string.IsNullOrWhiteSpace(op.Text) || !PlainText.IsText(op.Text, ArtifactLimits.CommentLength))
            return Folded.No("comment", $"A comment has 1 to {ArtifactLimits.CommentLength} characters.");
        if (op.Mentions is { } named && (named.Length > Mention.Most || !Mention.AreIn(op.Text, [.. named.Select(static one => one.As)])))
            return Folded.No("mentions", $"A comment mentions at most {Mention.Most} people. Each mention is @ and a name that is in the text.");
        if (Of(state, op.Target) is not { } comments)
            return Folded.No("no-target", "A comment is about one item or one block.");
        if (comments.Length >= ArtifactLimits.Comments)
            return Folded.No("too-many-comments", $"An item or block has at most {ArtifactLimits.Comments} comments.");
        return Folded.To(
            With(state, op.Target, comments.Add(new(op.Comment, stamp.Author.Subject, stamp.At, op.Text) { Mentions = op.Mentions })) with
            {
                Comments = state.Comments.SetItem(op.Comment, op.Target),
            });
    }

    public static Folded Delete(ArtifactState state, string id, OpStamp stamp)
    {
        if (!state.Comments.TryGetValue(id, out var target)
            || Of(state, target) is not { } comments
            || comments.FirstOrDefault(one => one.Id == id) is not { } comment)
            return Folded.No("no-comment", "There is no such comment.");
        return comment.By == stamp.Author.Subject
            ? Folded.To(With(state, target, comments.Replace(comment, comment with { Text = "", IsDeleted = true, Mentions = null })))
            : Folded.No("not-your-comment", "Only its author can delete a comment.");
    }

    private static ImmutableArray<ArtifactComment>? Of(ArtifactState state, CommentTarget target) => target switch
    {
        { Item: { } item, Block: null } => state.Items.TryGetValue(item, out var found) && !found.IsDeleted ? found.Comments : null,
        { Block: { } block, Item: null } => state.Blocks.TryGetValue(block, out var found) && !found.IsDeleted ? found.Comments : null,
        _ => null,
    };

    private static ArtifactState With(ArtifactState state, CommentTarget target, ImmutableArray<ArtifactComment> comments) => target.Item is { } item
        ? state with { Items = state.Items.SetItem(item, state.Items[item] with { Comments = comments }) }
        : state with { Blocks = state.Blocks.SetItem(target.Block!, state.Blocks[target.Block!] with { Comments = comments }) };
}

/// <summary>The author, time and log number of a change.</summary>
public sealed record OpStamp(Participant Author, DateTimeOffset At, long Seq, bool FromModel = false);

using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>Applies changes of comments on items and blocks. Only its author can delete a comment.</summary>
internal static class CommentFold
{
    public static Folded Add(ArtifactState state, ArtifactOp.AddComment op, OpStamp stamp)
    {
        if (!PlainText.IsId(op.Comment) || state.Comments.ContainsKey(op.Comment))
            return Folded.No("comment", "A comment needs an id of its own.");
        if (string.IsNullOrWhiteSpace(op.Text) || !PlainText.IsText(op.Text, ArtifactLimits.CommentLength))
            return Folded.No("comment", $"A comment has 1 to {ArtifactLimits.CommentLength} characters.");
        if (Of(state, op.Target) is not { } comments)
            return Folded.No("no-target", "A comment is about one item or one block.");
        if (comments.Length >= ArtifactLimits.Comments)
            return Folded.No("too-many-comments", $"An item or block has at most {ArtifactLimits.Comments} comments.");
        return Folded.To(
            With(state, op.Target, comments.Add(new(op.Comment, stamp.Author.Subject, stamp.At, op.Text))) with
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
            ? Folded.To(With(state, target, comments.Replace(comment, comment with { Text = "", IsDeleted = true })))
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

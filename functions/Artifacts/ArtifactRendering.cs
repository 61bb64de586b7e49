using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Renders a state for one viewer. All outputs use it: display, versions, export and preview.</summary>
internal sealed class ArtifactRendering(Authority viewer, ArtifactHead head, ArtifactState state, Func<long, bool> isOpen)
{
    public ArtifactBody Body(IReadOnlyList<ArtifactProposalBody> proposals, long? seq = null) =>
        new(
            head.Id,
            head.Kind,
            state.TitleFor(isOpen),
            head.Thread is null ? "draft" : "published",
            seq ?? head.Seq,
            PersonBody.Of(head.Maker),
            head.MadeAt,
            head.ChangedAt,
            head.Maker.Subject == viewer.Subject.Id)
        {
            ThreadId = head.Thread ?? head.Home,
            Definition = new(
                [.. Fields.Select(Field)],
                [.. Blocks.Select(Block)],
                state.Parameters,
                [
                    .. Blocks
                        .Where(static held => held.Block.W is not null)
                        .Select(static held => new ArtifactPlaceBody(
                            held.Block.Id, held.Block.X ?? 0, held.Block.Y ?? 0, held.Block.W ?? 1,
                            held.Block.H is { } high and >= ArtifactBlock.LeastHeight ? high : ArtifactBlock.UsualHeight)),
                ])
            {
                DeletedFields = DeletedFields.Select(Field).ToArray() is { Length: > 0 } deleted ? deleted : null,
            },
            Items =
            [
                .. state
                    .Items.Values.OrderBy(static item => item.Order, StringComparer.Ordinal)
                    .ThenBy(static item => item.Id, StringComparer.Ordinal)
                    .Select(Item),
            ],
            Texts = Blocks
                .Where(held => held.Block.Type is BlockType.Markdown && IsOpen(held))
                .ToDictionary(static held => held.Block.Id, static held => new ArtifactTextBody(held.Text, held.Version), StringComparer.Ordinal),
            Proposals = proposals,
        };

    public IEnumerable<ArtifactField> Fields => state.FieldOrder.Select(id => state.Fields[id]).Where(static one => !one.IsDeleted);

    private IEnumerable<ArtifactField> DeletedFields =>
        state.FieldOrder.Select(id => state.Fields[id]).Where(one => one.IsDeleted && (one.FromModel is not { } seq || isOpen(seq)));

    public IEnumerable<HeldBlock> Blocks =>
        state
            .Blocks.Values.Where(static held => !held.IsDeleted)
            .OrderBy(static held => held.Order, StringComparer.Ordinal)
            .ThenBy(static held => held.Block.Id, StringComparer.Ordinal);

    /// <summary>True when nothing is locked for this viewer.</summary>
    public bool IsWhollyOpen => state.FromModel.All(isOpen);

    public bool IsOpen(HeldBlock held) => held.FromModel.All(isOpen);

    public bool IsOpen(HeldValue held) => !held.FromModel || isOpen(held.Seq);

    /// <summary>Returns a field. A locked one shows its type instead of its name.</summary>
    private ArtifactFieldBody Field(ArtifactField field) => field.FromModel is { } seq && !isOpen(seq)
        ? new(field.Id, field.Type.ToString(), field.Type, field.Type is FieldType.Choice ? [] : null, null)
        : new(field.Id, field.Name, field.Type, field.Choices, field.Currency);

    private ArtifactItemBody Item(ArtifactItem item)
    {
        var isPlaceLocked = item.StateFromModel is { } placed && !isOpen(placed);
        var shown = item.Values.Where(held => state.Fields.TryGetValue(held.Field, out var field) && !field.IsDeleted).ToArray();
        return new(
            item.Id, item.Order, isPlaceLocked ? null : item.State,
            shown
                .Where(held => IsOpen(held) && held.Value.ValueKind is not System.Text.Json.JsonValueKind.Null)
                .ToDictionary(static held => held.Field, static held => held.Value, StringComparer.Ordinal),
            [.. item.Comments.Select(Comment)],
            PersonBody.Of(state.Person(item.By)), item.At, PersonBody.Of(state.Person(item.ChangedBy)), item.ChangedAt)
        {
            Deleted = item.IsDeleted ? true : null,
            Locked = shown.Where(held => !IsOpen(held)).Select(static held => held.Field).Concat(isPlaceLocked ? [ArtifactField.StateId] : []).ToArray()
                is { Length: > 0 } locked
                ? locked
                : null,
        };
    }

    private ArtifactBlockBody Block(HeldBlock held)
    {
        var block = held.Block;
        var shown = new ArtifactBlockBody(block.Id, block.Type, held.Order);
        return !IsOpen(held)
            ? shown with { Locked = true }
            : shown with
            {
                Title = block.Title,
                Text = block.Text,
                Level = block.Level,
                Source = block.Source,
                Sql = block.Sql,
                Chart = block.Chart,
                Artifact = block.Artifact,
                Request = block.Request,
                Fields = block.Fields,
                Column = block.Column,
                Action = block.Action,
                Tabs = block.Tabs,
                DefinitionHash = RequestHash.Of(head.Id, block, state.Parameters),
                DefinedBy = PersonBody.Of(state.Person(held.DefinedBy)),
                Comments = [.. held.Comments.Select(Comment)],
            };
    }

    private ArtifactCommentBody Comment(ArtifactComment comment) =>
        new(comment.Id, PersonBody.Of(state.Person(comment.By)), comment.At, comment.Text, comment.IsDeleted ? true : null) { Mentions = comment.Mentions };
}

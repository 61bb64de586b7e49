using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>Applies changes of items. The last write in server order wins, per field.</summary>
internal static class ItemFold
{
    public static Folded Set(ArtifactState state, ArtifactOp.SetValue op, OpStamp stamp) =>
        Find(state, op.Item, out var item) ?? CheckValue(state, op.Field, op.Value) ?? Put(state, With(item, op.Field, op.Value, stamp), stamp);

    public static Folded Add(ArtifactState state, ArtifactOp.Add op, OpStamp stamp)
    {
        if (!PlainText.IsId(op.Item) || state.Items.ContainsKey(op.Item))
            return Folded.No("item-id", "An item needs an id of its own.");
        if (state.Items.Count >= ArtifactLimits.Items)
            return Folded.No("too-many-items", $"An artifact has at most {ArtifactLimits.Items} items.");
        if (CheckPlace(state, op.Order, op.State) is { } misplaced)
            return misplaced;
        var item = new ArtifactItem(op.Item, op.Order, stamp.Author.Subject, stamp.At, stamp.Author.Subject, stamp.At)
        {
            State = op.State,
            StateFromModel = stamp.FromModel && op.State is not null ? stamp.Seq : null,
        };
        foreach (var (field, value) in (op.Values ?? ImmutableDictionary<string, JsonElement>.Empty).OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (CheckValue(state, field, value) is { } unfit)
                return unfit;
            item = With(item, field, value, stamp);
        }

        return Put(state, item, stamp);
    }

    public static Folded Delete(ArtifactState state, ArtifactOp.Delete op, OpStamp stamp) =>
        state.Items.TryGetValue(op.Item, out var item) ? Put(state, item with { IsDeleted = true }, stamp) : NoItem();

    public static Folded Restore(ArtifactState state, ArtifactOp.Restore op, OpStamp stamp) =>
        state.Items.TryGetValue(op.Item, out var item) ? Put(state, item with { IsDeleted = false }, stamp) : NoItem();

    public static Folded Move(ArtifactState state, ArtifactOp.Move op, OpStamp stamp) =>
        Find(state, op.Item, out var item)
        ?? CheckPlace(state, op.Order, op.State)
        ?? Put(
            state,
            item with
            {
                Order = op.Order,
                State = op.State ?? item.State,
                StateFromModel =
                    op.State is null ? item.StateFromModel
                    : stamp.FromModel ? stamp.Seq
                    : null,
            },
            stamp);

    /// <summary>Returns the allowed states of an item. The first is the default.</summary>
    internal static ImmutableArray<string> Columns(ArtifactState state) =>
        state.Fields.TryGetValue(ArtifactField.StateId, out var field) && field is { IsDeleted: false, Choices: { } columns } ? columns : ["open", "done"];

    private static Folded? Find(ArtifactState state, string id, out ArtifactItem item)
    {
        if (!state.Items.TryGetValue(id, out item!))
            return NoItem();
        return item.IsDeleted ? Folded.No("item-deleted", "Somebody deleted this item. Restore it to change it.") : null;
    }

    private static Folded NoItem() => Folded.No("no-item", "There is no such item.");

    private static Folded Put(ArtifactState state, ArtifactItem item, OpStamp stamp) =>
        Folded.To(state with { Items = state.Items.SetItem(item.Id, item with { ChangedBy = stamp.Author.Subject, ChangedAt = stamp.At }) });

    private static Folded? CheckPlace(ArtifactState state, string order, string? to)
    {
        if (!OrderKey.IsValid(order))
            return Folded.No("order", "This order key is not one of fractional-indexing.");
        if (to is null)
            return null;
        return Columns(state).Contains(to, StringComparer.Ordinal) ? null : Folded.No("state", "There is no such state.");
    }

    private static Folded? CheckValue(ArtifactState state, string id, JsonElement value)
    {
        if (!state.Fields.TryGetValue(id, out var field) || field.IsDeleted)
            return Folded.No("no-field", "There is no such field.");
        if (id == ArtifactField.StateId)
            return Folded.No("no-field", "An item gets another state by moving it.");
        return FieldValues.Check(field, value) is { } problem ? Folded.No(problem) : null;
    }

    private static ArtifactItem With(ArtifactItem item, string field, JsonElement value, OpStamp stamp)
    {
        var now = new HeldValue(field, value, stamp.Author.Subject, stamp.Seq, stamp.FromModel)
        {
            Former = Former(item.Values.FirstOrDefault(held => held.Field == field)),
        };
        return item with
        {
            Values = [.. item.Values.Where(held => held.Field != field).Append(now).OrderBy(static held => held.Field, StringComparer.Ordinal)],
        };
    }

    private static ImmutableArray<ModelWords>? Former(HeldValue? before) => before is { FromModel: true, Value.ValueKind: not JsonValueKind.Null }
        ? [.. (before.Former ?? []).Where(one => one.Seq != before.Seq).TakeLast(ArtifactLimits.FormerWords - 1), new(before.Value, before.Seq)]
        : before?.Former;
}

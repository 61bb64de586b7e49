namespace Onbehalf.Artifacts;

/// <summary>
/// Checks the references of the blocks in a request, after all of its ops. Logged ops are not checked again. A reference can lose its
/// target later, and its block is then empty.
/// </summary>
internal static class BlockBindings
{
    public static OpProblem? Check(ArtifactState state, IEnumerable<ArtifactOp> ops)
    {
        var puts = ops.OfType<ArtifactOp.PutBlock>().Select(static put => put.Block.Id).Distinct(StringComparer.Ordinal).ToArray();
        return puts.Length > 0 && state.Kind is (ArtifactKind.Chart or ArtifactKind.Table) && state.Blocks.Values.Count(static held => !held.IsDeleted) > 1
            ? new("one-block", "A chart or table holds one block. Change that block, or use a dashboard for several.")
            : puts.Select(id => state.Blocks.TryGetValue(id, out var held) && !held.IsDeleted ? Check(state, held.Block) : null)
                .FirstOrDefault(static problem => problem is not null);
    }

    private static OpProblem? Check(ArtifactState state, ArtifactBlock block) =>
        CheckMembers(block)
        ?? CheckFields(state, block)
        ?? CheckRequest(state, block)
        ?? CheckColumn(state, block)
        ?? CheckTabs(state, block)
        ?? CheckAction(state, block);

    private static OpProblem? CheckMembers(ArtifactBlock block) =>
        block switch
        {
            { Type: BlockType.Text, Text: null } => Wrong(block, "a text block has a text."),
            { Type: BlockType.Form, Fields: not { IsEmpty: false }, Action.Op: BlockActionKind.Call } => Wrong(
                block, "a form that changes a source names its fields in fields."),
            { Type: BlockType.Table, Request: null, Fields: not { IsEmpty: false } } => Wrong(block, "a table shows a request or fields."),
            { Type: BlockType.Chart, Chart: null } => Wrong(block, "a chart needs chart, a mark with its encoding."),
            { Type: BlockType.Form, Action: null } => Wrong(block, "a form needs an action: add or call."),
            { Action: not null, Type: not (BlockType.Form or BlockType.List or BlockType.Table) } => Wrong(
                block, "only a form, a list or a table of items has an action."),
            { Action: not null, Type: BlockType.Table, Request: not null } => Wrong(block, "the rows of a request have no action."),
            _ => null,
        };

    private static OpProblem? CheckFields(ArtifactState state, ArtifactBlock block) =>
        (block.Fields ?? []).FirstOrDefault(id => !IsField(state, id) && !(id == ArtifactField.StateId && block.Type is not BlockType.Form)) is { } unknown
            ? Wrong(block, $"there is no field {unknown}.")
            : null;

    private static OpProblem? CheckRequest(ArtifactState state, ArtifactBlock block) =>
        block.Request is { } id && !(state.Blocks.TryGetValue(id, out var found) && found is { IsDeleted: false, Block.Type: BlockType.Request })
            ? Wrong(block, $"there is no request block {id}.")
            : null;

    private static OpProblem? CheckColumn(ArtifactState state, ArtifactBlock block) =>
        block is { Type: BlockType.Stat, Request: null, Column: { } column }
        && !(state.Fields.TryGetValue(column, out var field) && field is { IsDeleted: false, Type: FieldType.Number or FieldType.Money })
            ? Wrong(block, $"there is no number or money field {column}.")
            : null;

    private static OpProblem? CheckTabs(ArtifactState state, ArtifactBlock block)
    {
        if (block is not { Type: BlockType.Tabs, Tabs: { } tabs })
            return null;
        var shown = tabs.SelectMany(static tab => tab.Blocks).ToArray();
        var elsewhere = state
            .Blocks.Values.Where(other => other is { IsDeleted: false, Block: { Type: BlockType.Tabs, Tabs: not null } } && other.Block.Id != block.Id)
            .SelectMany(static other => other.Block.Tabs!.Value).SelectMany(static tab => tab.Blocks).ToHashSet(StringComparer.Ordinal);
        if (shown.FirstOrDefault(id => !state.Blocks.TryGetValue(id, out var found) || found.IsDeleted) is { } unknown)
            return Wrong(block, $"there is no block {unknown}.");
        if (shown.FirstOrDefault(id => state.Blocks[id].Block.Type is BlockType.Tabs) is { } nested)
            return Wrong(block, $"{nested} is tabs itself, and tabs are not nested.");
        return shown.GroupBy(static id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1 || elsewhere.Contains(same.Key)) is { } twice
            ? Wrong(block, $"{twice.Key} is in two tabs.")
            : null;
    }

    private static OpProblem? CheckAction(ArtifactState state, ArtifactBlock block) => (block.Type, block.Action) switch
    {
        (_, null) => null,
        (BlockType.Form, { Op: BlockActionKind.Add } add) => CheckState(state, block, add.State, isNeeded: false),
        (BlockType.Form, { Op: BlockActionKind.Call } call) => CheckCall(state, block, call),
        (BlockType.Form, _) => Wrong(block, "the action of a form is add or call."),
        (_, { Op: BlockActionKind.Set } set) => CheckSet(state, block, set),
        (_, { Op: BlockActionKind.Move } move) => CheckState(state, block, move.State, isNeeded: true),
        (_, { Op: BlockActionKind.Call } call) => CheckCall(state, block, call),
        _ => Wrong(block, "the action of an item is set, move or call."),
    };

    private static OpProblem? CheckSet(ArtifactState state, ArtifactBlock block, BlockAction set) =>
        set.Field is not { } id || !IsField(state, id) ? Wrong(block, $"its action sets a field: there is no field {set.Field}.")
        : set.Value is not { } value ? Wrong(block, "its action needs a value.")
        : FieldValues.Check(state.Fields[id], value) is { } unfit ? Wrong(block, unfit.Sentence)
        : null;

    private static OpProblem? CheckState(ArtifactState state, ArtifactBlock block, string? to, bool isNeeded) =>
        (to is null && !isNeeded) || (to is not null && ItemFold.Columns(state).Contains(to, StringComparer.Ordinal))
            ? null
            : Wrong(block, $"its action has no state of an item: {to}.");

    /// <summary>Checks the references of a call. A form may only reference its own fields.</summary>
    private static OpProblem? CheckCall(ArtifactState state, ArtifactBlock block, BlockAction call) =>
        ActionArguments.FieldsOf(call).Order(StringComparer.Ordinal)
            .FirstOrDefault(id => !IsField(state, id) || (block.Type is BlockType.Form && block.Fields?.Contains(id, StringComparer.Ordinal) is not true))
            is { } unknown
            ? Wrong(block, $"its action refers to {unknown}, which is no field {(block.Type is BlockType.Form ? "of the form" : "of an item")}.")
            : null;

    private static bool IsField(ArtifactState state, string id) =>
        id != ArtifactField.StateId && state.Fields.TryGetValue(id, out var field) && !field.IsDeleted;

    private static OpProblem Wrong(ArtifactBlock block, string why) => new("binding", $"Block {block.Id}: {why}");
}

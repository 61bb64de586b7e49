using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// Computes the ops that restore an earlier state. Comments are not changed. Words of the agent are in separate requests with their
/// original evidence. They replace equal words of another op, too, so that the ops do not tell whether the words are equal.
/// </summary>
internal sealed class WayBack
{
    private const int CharactersAtOnce = 10_000;

    private static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement.Clone();

    private readonly ArtifactState _now;
    private readonly ArtifactState _then;
    private readonly List<(ArtifactOp Op, ImmutableArray<long> Seqs)> _steps = [];

    private WayBack(ArtifactState now, ArtifactState then) => (_now, _then) = (now, then);

    public static ImmutableArray<WayBackPart> Of(ArtifactState now, ArtifactState then)
    {
        var way = new WayBack(now, then);
        if (now.Title != then.Title || IsOther(now.TitleSeq, then.TitleSeq))
            way._steps.Add((new ArtifactOp.Rename(then.Title), then.TitleSeq is { } seq ? [seq] : []));
        way.AddFields();
        way.AddParameters();
        way.AddBlocks();
        way.AddItems();
        way.AddValues();
        way.AddDeletions();
        return [.. WayBackPart.Of(way._steps)];
    }

    private void AddFields()
    {
        foreach (var field in _then.FieldOrder.Select(id => _then.Fields[id]).Where(static one => !one.IsDeleted))
        {
            if (!_now.Fields.TryGetValue(field.Id, out var known) || !Same(known, field))
                Add(new ArtifactOp.PutField(field), field.FromModel);
        }

        foreach (
            var field in _now
                .Fields.Values.Where(field => !field.IsDeleted && (!_then.Fields.TryGetValue(field.Id, out var before) || before.IsDeleted))
                .OrderBy(static field => field.Id, StringComparer.Ordinal))
            Add(new ArtifactOp.DeleteField(field.Id));
    }

    private void AddParameters()
    {
        foreach (var parameter in _now.Parameters.Where(parameter => _then.Parameters.All(before => before.Id != parameter.Id)))
            Add(new ArtifactOp.DeleteParameter(parameter.Id));
        foreach (var parameter in _then.Parameters.Where(parameter => !_now.Parameters.Any(known => Same(known, parameter))))
            Add(new ArtifactOp.PutParameter(parameter));
    }

    /// <summary>Adds the blocks. Blocks with words of the agent are last, which keeps the number of requests low.</summary>
    private void AddBlocks()
    {
        foreach (
            var block in _then
                .Blocks.Values.Where(static one => !one.IsDeleted)
                .OrderBy(static one => !one.FromModel.IsEmpty)
                .ThenBy(static one => one.Block.Id, StringComparer.Ordinal))
        {
            var known = _now.Blocks.GetValueOrDefault(block.Block.Id);
            if (known is null || known.IsDeleted || !Same(known.Block, block.Block))
                _steps.Add((new ArtifactOp.PutBlock(block.Block, block.Order), block.FromModel));
            else if (known.Order != block.Order)
                _steps.Add((new ArtifactOp.MoveBlock(block.Block.Id, block.Order), block.FromModel));
            if ((known?.Text ?? "") != block.Text)
                AddText(block, known);
        }
    }

    /// <summary>Adds the text in parts that fit into a request.</summary>
    private void AddText(HeldBlock block, HeldBlock? known)
    {
        var version = known?.Version ?? 0;
        var end = End(0);
        _steps.Add((new ArtifactOp.Edit(block.Block.Id, version, TextChange.Replace(known?.Text ?? "", block.Text[..end])), block.FromModel));
        for (var start = end; start < block.Text.Length; start = end)
        {
            end = End(start);
            _steps.Add((new ArtifactOp.Edit(block.Block.Id, ++version, TextChange.Append(start, block.Text[start..end])), block.FromModel));
        }

        int End(int start)
        {
            var last = Math.Min(start + CharactersAtOnce, block.Text.Length);
            return last < block.Text.Length && char.IsHighSurrogate(block.Text[last - 1]) ? last - 1 : last;
        }
    }

    private void AddItems()
    {
        foreach (var item in Items)
        {
            var known = _now.Items.GetValueOrDefault(item.Id);
            if (known is null)
                Add(new ArtifactOp.Add(item.Id, item.Order, State: StateOf(item, null)), item.StateFromModel);
            else if (known.IsDeleted)
                Add(new ArtifactOp.Restore(item.Id));
            if (known is not null && (known.Order != item.Order || known.State != item.State || IsOther(known.StateFromModel, item.StateFromModel)))
                Add(new ArtifactOp.Move(item.Id, item.Order, StateOf(item, known)), item.StateFromModel);
        }
    }

    /// <summary>
    /// Returns the state to restore. An item without one gets the first state. If the column was deleted, the item keeps its present state.
    /// </summary>
    private string? StateOf(ArtifactItem item, ArtifactItem? known)
    {
        var columns = ItemFold.Columns(_then);
        return item.State is null ? (known?.State is null ? null : columns[0]) : columns.Contains(item.State) ? item.State : null;
    }

    private void AddValues()
    {
        var values = new List<(ArtifactOp Op, ImmutableArray<long> Seqs)>();
        foreach (var item in Items)
        {
            var known = _now.Items.GetValueOrDefault(item.Id);
            foreach (var field in _then.FieldOrder.Select(id => _then.Fields[id]).Where(static field => !field.IsDeleted && field.Id != ArtifactField.StateId))
            {
                var (before, held) = (item.Held(field.Id), known?.Held(field.Id));
                var value = before?.Value ?? Nothing;
                // A value whose choice was removed cannot be set again.
                if ((Text(before) != Text(held) || IsOther(held?.ModelSeq, before?.ModelSeq)) && FieldValues.Check(field, value) is null)
                    values.Add((new ArtifactOp.SetValue(item.Id, field.Id, value), before?.ModelSeq is { } seq ? [seq] : []));
            }
        }

        _steps.AddRange(values.OrderBy(static one => !one.Seqs.IsEmpty));
    }

    private void AddDeletions()
    {
        foreach (
            var block in _now
                .Blocks.Values.Where(block => !block.IsDeleted && (!_then.Blocks.TryGetValue(block.Block.Id, out var before) || before.IsDeleted))
                .OrderBy(static block => block.Block.Id, StringComparer.Ordinal))
            Add(new ArtifactOp.DeleteBlock(block.Block.Id));
        foreach (
            var item in _now
                .Items.Values.Where(item => !item.IsDeleted && (!_then.Items.TryGetValue(item.Id, out var before) || before.IsDeleted))
                .OrderBy(static item => item.Id, StringComparer.Ordinal))
            Add(new ArtifactOp.Delete(item.Id));
    }

    private IEnumerable<ArtifactItem> Items =>
        _then
            .Items.Values.Where(static one => !one.IsDeleted)
            .OrderBy(static one => one.StateFromModel is not null)
            .ThenBy(static one => one.Id, StringComparer.Ordinal);

    private void Add(ArtifactOp op, long? fromModel = null) => _steps.Add((op, fromModel is { } seq ? [seq] : []));

    private static bool IsOther(long? seq, long? before) => before is not null && seq != before;

    private static string? Text(HeldValue? held) => held is null || held.Value.ValueKind is JsonValueKind.Null ? null : held.Value.GetRawText();

    private static bool Same<T>(T one, T other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, ArtifactJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, ArtifactJson.Options));
}

/// <summary>The ops of one request of a restore. <paramref name="Seqs"/>: the ops with the evidence of the agent's words in them.</summary>
internal sealed record WayBackPart(ImmutableArray<ArtifactOp> Ops, ImmutableHashSet<long> Seqs)
{
    /// <summary>Splits steps into requests within the limits, with the words of the agent in separate requests.</summary>
    public static IEnumerable<WayBackPart> Of(IEnumerable<(ArtifactOp Op, ImmutableArray<long> Seqs)> steps)
    {
        var ops = ImmutableArray.CreateBuilder<ArtifactOp>();
        var (seqs, bytes) = (ImmutableHashSet<long>.Empty, 0);
        foreach (var (op, rests) in steps)
        {
            var size = OpReader.Write([op]).Length;
            if (ops.Count > 0 && (rests.IsEmpty != seqs.IsEmpty || ops.Count == ArtifactLimits.OpsAtOnce || bytes + size > ArtifactLimits.BytesOfOps))
            {
                yield return new(ops.ToImmutable(), seqs);
                ops.Clear();
                (seqs, bytes) = ([], 0);
            }

            ops.Add(op);
            (seqs, bytes) = (seqs.Union(rests), bytes + size);
        }

        if (ops.Count > 0)
            yield return new(ops.ToImmutable(), seqs);
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// The ops that lead from a state to an earlier one. Comments stay as they are. Words that the agent wrote then come in a request of their own,
/// which has their evidence again.
/// </summary>
internal sealed class WayBack
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement.Clone();

    private readonly ArtifactState _now;
    private readonly ArtifactState _then;
    private readonly ImmutableArray<ArtifactOp>.Builder _plain = ImmutableArray.CreateBuilder<ArtifactOp>();
    private readonly ImmutableArray<ArtifactOp>.Builder _fromModel = ImmutableArray.CreateBuilder<ArtifactOp>();
    private readonly HashSet<long> _seqs = [];

    private WayBack(ArtifactState now, ArtifactState then) => (_now, _then) = (now, then);

    public ImmutableArray<ArtifactOp> Plain => _plain.ToImmutable();

    public ImmutableArray<ArtifactOp> FromModel => _fromModel.ToImmutable();

    /// <summary>Where the evidence of <see cref="FromModel"/> is.</summary>
    public IReadOnlyCollection<long> Seqs => _seqs;

    public static WayBack Of(ArtifactState now, ArtifactState then)
    {
        var way = new WayBack(now, then);
        if (now.Title != then.Title)
            way._plain.Add(new ArtifactOp.Rename(then.Title));
        way.AddFields();
        way.AddParameters();
        way.AddBlocks();
        way.AddItems();
        return way;
    }

    private void AddFields()
    {
        foreach (var field in _then.FieldOrder.Select(id => _then.Fields[id]).Where(static one => !one.IsDeleted))
        {
            if (!_now.Fields.TryGetValue(field.Id, out var known) || !Same(known, field))
                _plain.Add(new ArtifactOp.PutField(field));
        }

        _plain.AddRange(_now.Fields.Values.Where(field => !field.IsDeleted && (!_then.Fields.TryGetValue(field.Id, out var before) || before.IsDeleted))
            .OrderBy(static field => field.Id, StringComparer.Ordinal).Select(static field => new ArtifactOp.DeleteField(field.Id)));
    }

    private void AddParameters()
    {
        _plain.AddRange(_then.Parameters.Where(parameter => !_now.Parameters.Any(known => Same(known, parameter))).Select(static parameter => new ArtifactOp.PutParameter(parameter)));
        _plain.AddRange(_now.Parameters.Where(parameter => _then.Parameters.All(before => before.Id != parameter.Id)).Select(static parameter => new ArtifactOp.DeleteParameter(parameter.Id)));
    }

    private void AddBlocks()
    {
        foreach (var block in _then.Blocks.Values.Where(static one => !one.IsDeleted).OrderBy(static one => one.Block.Id, StringComparer.Ordinal))
        {
            var known = _now.Blocks.GetValueOrDefault(block.Block.Id);
            var ops = block.FromModel.IsEmpty ? _plain : _fromModel;
            var count = ops.Count;
            if (known is null || known.IsDeleted || !Same(known.Block, block.Block))
                ops.Add(new ArtifactOp.PutBlock(block.Block, block.Order));
            else if (known.Order != block.Order)
                ops.Add(new ArtifactOp.MoveBlock(block.Block.Id, block.Order));
            if ((known?.Text ?? "") != block.Text)
                ops.Add(new ArtifactOp.Edit(block.Block.Id, known?.Version ?? 0, TextChange.Replace(known?.Text ?? "", block.Text)));
            if (ops.Count > count)
                _seqs.UnionWith(block.FromModel);
        }

        _plain.AddRange(_now.Blocks.Values.Where(block => !block.IsDeleted && (!_then.Blocks.TryGetValue(block.Block.Id, out var before) || before.IsDeleted))
            .OrderBy(static block => block.Block.Id, StringComparer.Ordinal).Select(static block => new ArtifactOp.DeleteBlock(block.Block.Id)));
    }

    private void AddItems()
    {
        foreach (var item in _then.Items.Values.Where(static one => !one.IsDeleted).OrderBy(static one => one.Id, StringComparer.Ordinal))
        {
            var known = _now.Items.GetValueOrDefault(item.Id);
            if (known is null)
                _plain.Add(new ArtifactOp.Add(item.Id, item.Order, State: item.State));
            else if (known.IsDeleted)
                _plain.Add(new ArtifactOp.Restore(item.Id));
            if (known is not null && (known.Order != item.Order || known.State != item.State))
                _plain.Add(new ArtifactOp.Move(item.Id, item.Order, item.State));
            AddValues(item, known);
        }

        _plain.AddRange(_now.Items.Values.Where(item => !item.IsDeleted && (!_then.Items.TryGetValue(item.Id, out var before) || before.IsDeleted))
            .OrderBy(static item => item.Id, StringComparer.Ordinal).Select(static item => new ArtifactOp.Delete(item.Id)));
    }

    private void AddValues(ArtifactItem item, ArtifactItem? known)
    {
        foreach (var id in _then.FieldOrder.Where(id => !_then.Fields[id].IsDeleted && id != ArtifactField.StateId))
        {
            var before = item.Values.FirstOrDefault(held => held.Field == id);
            var now = known?.Values.FirstOrDefault(held => held.Field == id);
            if (Text(before) == Text(now))
                continue;
            (before is { FromModel: true } ? _fromModel : _plain).Add(new ArtifactOp.SetValue(item.Id, id, before?.Value ?? Nothing));
            if (before is { FromModel: true })
                _seqs.Add(before.Seq);
        }
    }

    private static string? Text(HeldValue? held) => held is null || held.Value.ValueKind is JsonValueKind.Null ? null : held.Value.GetRawText();

    private static bool Same<T>(T one, T other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, ArtifactJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, ArtifactJson.Options));
}

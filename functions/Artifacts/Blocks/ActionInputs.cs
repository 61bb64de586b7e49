using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>Reads the inputs of a button's call: the typed values of a form, or the values of an item that the person can see.</summary>
public sealed class ActionInputs(ArtifactOpenness openness)
{
    private readonly Stripes _stripes = new();

    /// <summary>Serializes the clicks with one call id, so that a double click gets the outcome of the first one.</summary>
    internal Task<IDisposable> EnterAsync(Authority me, string callId, CancellationToken cancellation) =>
        _stripes.EnterAsync($"{me.Subject.Id}/{callId}", cancellation);

    internal async Task<(ActionInput? Input, OpProblem? Problem)> ReadAsync(
        Authority me, LiveArtifact live, HeldBlock held, ActBody body, CancellationToken cancellation)
    {
        var (block, state) = (held.Block, live.State);
        var used = ActionArguments.FieldsOf(block.Action!);
        ImmutableArray<HeldValue> values = [];
        if (block.Type is BlockType.Form ? body.Item is not null : body.Values is not null)
            return (null, new("input", "A form takes typed values, and the button of an item takes the item."));
        if (block.Type is not BlockType.Form)
        {
            if (body.Item is null || !state.Items.TryGetValue(body.Item, out var item) || item.IsDeleted)
                return (null, new("no-item", "There is no such item."));
            values = [.. item.Values.Where(one => used.Contains(one.Field))];
        }
        else if (Unfit(state, block, body.Values) is { } unfit)
        {
            return (null, unfit);
        }

        var needed = values.Where(static one => one.FromModel).Select(static one => one.Seq).Union(held.FromModel).ToImmutableHashSet();
        var open = await openness.OfAsync(me, live, needed, cancellation);
        if (needed.Any(seq => !open.ContainsKey(seq)))
            return (null, new("locked", "This item has a value that you may not see, so it cannot be sent."));
        var authors = values.Select(static one => one.By).Append(held.DefinedBy).Where(one => one != me.Subject.Id).Distinct()
            .Select(one => new TextAuthor(one.Value, state.Person(one).Name));
        return (
            new(
                block.Type is BlockType.Form
                    ? body.Values ?? ImmutableDictionary<string, JsonElement>.Empty
                    : values.ToDictionary(static one => one.Field, static one => one.Value, StringComparer.Ordinal),
                [.. authors],
                EvidencePiece.Union(open.Values.SelectMany(static pieces => pieces))),
            null);
    }

    private static OpProblem? Unfit(ArtifactState state, ArtifactBlock form, IReadOnlyDictionary<string, JsonElement>? values)
    {
        foreach (var (id, value) in values ?? ImmutableDictionary<string, JsonElement>.Empty)
        {
            if (form.Fields?.Contains(id, StringComparer.Ordinal) is not true || !state.Fields.TryGetValue(id, out var field) || field.IsDeleted)
                return new("no-field", "There is no such field in this form.");
            if (FieldValues.Check(field, value) is { } unfit)
                return unfit;
        }

        return null;
    }
}

internal sealed record ActionInput(IReadOnlyDictionary<string, JsonElement> Values, ImmutableArray<TextAuthor> Authors, ImmutableArray<EvidencePiece> Evidence);

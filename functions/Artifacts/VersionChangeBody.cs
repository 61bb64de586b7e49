using System.Text.Json;
using Onbehalf.Artifacts;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// One change of a version, for words in the reader's language. The ids of its item, field and block are names only together with the artifact,
/// which the reader has as they may see it. A change that is locked for the reader has its kind only.
/// </summary>
internal sealed record VersionChangeBody(string Op)
{
    private const int Most = 3;
    private const int LongestValue = 80;

    public string? Item { get; init; }

    public string? Field { get; init; }

    public string? Block { get; init; }

    /// <summary>A new title, or the name of a parameter.</summary>
    public string? Name { get; init; }

    /// <summary>The new column or state of an item.</summary>
    public string? State { get; init; }

    /// <summary>The new value of a field. A long text is cut.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Returns the first changes, and the number of the others. Several changes of the same thing count as one, with the last value.</summary>
    public static (IReadOnlyList<VersionChangeBody> First, int More) Of(LoggedOps logged, bool isOpen)
    {
        VersionChangeBody[] all =
        [
            .. logged.Ops.Reverse()
                .Select(op => isOpen ? Of(op) : new(Of(op).Op))
                .DistinctBy(static one => (one.Op, one.Item, one.Field, one.Block, one.Name))
                .Reverse()
                // A new or moved item can give its neighbors other places.
                .OrderBy(static one => one is { Op: "move", State: null }),
        ];
        return (all[..Math.Min(all.Length, Most)], Math.Max(0, all.Length - Most));
    }

    private static VersionChangeBody Of(ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue set => new("set") { Item = set.Item, Field = set.Field, Value = Short(set.Value) },
        ArtifactOp.Add add => new("add") { Item = add.Item },
        ArtifactOp.Delete delete => new("del") { Item = delete.Item },
        ArtifactOp.Restore restore => new("restore") { Item = restore.Item },
        ArtifactOp.Move move => new("move") { Item = move.Item, State = move.State },
        ArtifactOp.Rename rename => new("title") { Name = rename.Title },
        ArtifactOp.PutField put => new("field") { Field = put.Field.Id },
        ArtifactOp.DeleteField delete => new("delField") { Field = delete.Field },
        ArtifactOp.PutBlock put => new("block") { Block = put.Block.Id },
        ArtifactOp.DeleteBlock delete => new("delBlock") { Block = delete.Block },
        ArtifactOp.MoveBlock move => new("moveBlock") { Block = move.Block },
        ArtifactOp.Edit edit => new("text") { Block = edit.Block },
        ArtifactOp.AddComment add => new("comment") { Item = add.Target.Item, Block = add.Target.Block },
        ArtifactOp.DeleteComment => new("delComment"),
        ArtifactOp.PutParameter put => new("parameter") { Name = put.Parameter.Name },
        ArtifactOp.DeleteParameter => new("delParameter"),
        ArtifactOp.Purge => new("purge"),
        _ => throw new InvalidOperationException(op.GetType().Name),
    };

    private static JsonElement Short(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String || value.GetString() is not { Length: > LongestValue } text)
            return value;
        var end = char.IsHighSurrogate(text[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return JsonSerializer.SerializeToElement($"{text[..end]}…");
    }
}

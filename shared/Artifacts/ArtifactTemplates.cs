using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>The first ops of new artifacts.</summary>
public static class ArtifactTemplates
{
    public const string TitleField = "title";

    private static readonly Lazy<FrozenSet<string>> Fields = new(AllFields);

    /// <summary>Returns the ops of a template; null when the kind does not have it.</summary>
    public static ImmutableArray<ArtifactOp>? Of(ArtifactKind kind, string? template, string title) =>
        (kind, template) switch
        {
            (ArtifactKind.List, null or "tasks") =>
            [
                new ArtifactOp.Rename(title),
                Text(TitleField, "Task"),
                Of("owner", "Owner", FieldType.Person),
                Of("due", "Due", FieldType.Date),
            ],
            (ArtifactKind.List, "tracker") =>
            [
                new ArtifactOp.Rename(title),
                Text(TitleField, "Name"),
                Choice("stage", "Stage", "New", "Active", "Waiting", "Closed"),
                Of("owner", "Owner", FieldType.Person),
                Text("next", "Next step"),
                Of("due", "Due", FieldType.Date),
            ],
            (ArtifactKind.List, "log") =>
            [
                new ArtifactOp.Rename(title),
                Of("date", "Date", FieldType.Date),
                Text(TitleField, "What"),
                Of("who", "Who", FieldType.Person),
                Text("notes", "Notes"),
            ],
            (ArtifactKind.Board, null) =>
            [
                new ArtifactOp.Rename(title),
                Text(TitleField, "Card"),
                Choice(ArtifactField.StateId, "Column", "To do", "Doing", "Done"),
                Of("owner", "Owner", FieldType.Person),
                Of("due", "Due", FieldType.Date),
            ],
            (ArtifactKind.Document, null) => [new ArtifactOp.Rename(title), new ArtifactOp.PutBlock(new("text", BlockType.Markdown), OrderKey.First)],
            (ArtifactKind.Dashboard, null) => [new ArtifactOp.Rename(title), new ArtifactOp.PutParameter(new("period", "Period", ParameterType.DateRange))],
            (ArtifactKind.Tool, null) =>
            [
                new ArtifactOp.Rename(title),
                Text(TitleField, "Name"),
                Of("date", "Date", FieldType.Date),
                Text("notes", "Notes"),
                new ArtifactOp.PutBlock(new("form", BlockType.Form) { Action = new(BlockActionKind.Add, "Add") }, OrderKey.First),
                new ArtifactOp.PutBlock(new("list", BlockType.List), OrderKey.After(OrderKey.First)!),
            ],
            (ArtifactKind.Chart or ArtifactKind.Table, null) => [new ArtifactOp.Rename(title)],
            _ => null,
        };

    /// <summary>Returns the ops of a template with other words for its fields, choices and buttons.</summary>
    /// <param name="words">The English words of the template, and what to write instead.</param>
    public static ImmutableArray<ArtifactOp> In(ImmutableArray<ArtifactOp> ops, IReadOnlyDictionary<string, string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        string Said(string text) => words.GetValueOrDefault(text) ?? text;
        return
        [
            .. ops.Select(op => op switch
            {
                ArtifactOp.PutField { Field: var field } => new ArtifactOp.PutField(
                    field with { Name = Said(field.Name), Choices = field.Choices is { } choices ? [.. choices.Select(Said)] : null }),
                ArtifactOp.PutParameter { Parameter: var parameter } => new ArtifactOp.PutParameter(parameter with { Name = Said(parameter.Name) }),
                ArtifactOp.PutBlock { Block: { Action: { Label: { } label } action } block } put => put with
                {
                    Block = block with { Action = action with { Label = Said(label) } },
                },
                _ => op,
            }),
        ];
    }

    /// <summary>Returns whether a field is exactly the field of a template, so that no person or model wrote its words.</summary>
    internal static bool Has(ArtifactField field) => Fields.Value.Contains(Written(field));

    private static FrozenSet<string> AllFields() =>
        new[]
        {
            (ArtifactKind.List, null),
            (ArtifactKind.List, "tracker"),
            (ArtifactKind.List, "log"),
            (ArtifactKind.Board, null),
            (ArtifactKind.Tool, (string?)null),
        }
            .SelectMany(static one => Of(one.Item1, one.Item2, "")!.Value)
            .OfType<ArtifactOp.PutField>()
            .Select(static put => Written(put.Field))
            .ToFrozenSet(StringComparer.Ordinal);

    private static string Written(ArtifactField field) =>
        JsonSerializer.Serialize(field with { IsDeleted = false, DeletedSeq = null, FromModel = null }, ArtifactJson.Options);

    private static ArtifactOp.PutField Text(string id, string name) => Of(id, name, FieldType.Text);

    private static ArtifactOp.PutField Of(string id, string name, FieldType type) => new(new(id, name, type));

    private static ArtifactOp.PutField Choice(string id, string name, params ImmutableArray<string> choices) => new(new(id, name, FieldType.Choice, choices));
}

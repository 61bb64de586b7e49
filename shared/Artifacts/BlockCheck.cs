using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>Validates the definition of a block.</summary>
internal static class BlockCheck
{
    public static OpProblem? Check(ArtifactBlock block)
    {
        if (!PlainText.IsId(block.Id))
            return Wrong("A block needs an id of its own.");
        if (new[] { block.Title, block.Source, block.Column }.Any(static line => line is not null && !PlainText.IsLine(line, ArtifactLimits.NameLength)))
            return Wrong($"The names of a block have at most {ArtifactLimits.NameLength} characters, on one line.");
        if (block.Text is { } text && !PlainText.IsText(text, ArtifactLimits.CommentLength))
            return Wrong($"The text of a block has at most {ArtifactLimits.CommentLength} characters.");
        if (block.Request is { } request && !PlainText.IsId(request))
            return Wrong("A block shows the result of a request block.");
        if (block.Fields is { } fields && (fields.Length > ArtifactLimits.Fields || !fields.All(static field => field is not null && PlainText.IsId(field))))
            return Wrong("A block shows fields by their ids.");
        return CheckType(block) ?? CheckPlace(block) ?? CheckAction(block.Action) ?? (block.Chart is { } chart ? ChartSpec.Check(chart) : null);
    }

    private static OpProblem? CheckType(ArtifactBlock block) =>
        block.Type switch
        {
            BlockType.Heading when block.Text is null || block.Level is < 1 or > 3 => Wrong("A heading has a text, and a level from 1 to 3."),
            BlockType.Embed when !ArtifactId.TryParse(block.Artifact, out _) => Wrong("An embed names an artifact."),
            BlockType.Request when !IsRequest(block) => Wrong($"A request names a source and has one SELECT of at most {ArtifactLimits.SqlLength} characters."),
            BlockType.Tabs when block.Tabs is not { IsEmpty: false } tabs || tabs.Length > ArtifactLimits.Parameters || !tabs.All(IsTab) => Wrong(
                "Tabs have titles and name blocks."),
            not BlockType.Request when block.Sql is not null || block.Source is not null => Wrong("Only a request block has a request."),
            _ => null,
        };

    /// <summary>Checks the form of a request. The source checks that the SQL is read-only when it runs.</summary>
    private static bool IsRequest(ArtifactBlock block) =>
        block is { Source.Length: > 0, Sql: { } sql } && !string.IsNullOrWhiteSpace(sql) && PlainText.IsText(sql, ArtifactLimits.SqlLength);

    private static bool IsTab(BlockTab tab) =>
        tab is { Title: { } title, Blocks.IsDefault: false } && PlainText.IsName(title, ArtifactLimits.NameLength) && tab.Blocks.Length <= ArtifactLimits.Blocks
        && tab.Blocks.All(static id => id is not null && PlainText.IsId(id));

    private static OpProblem? CheckPlace(ArtifactBlock block) =>
        block
            is {
                X: null or (>= 0 and < ArtifactLimits.GridWidth),
                Y: null or (>= 0 and < ArtifactLimits.GridHeight),
                W: null or (>= 1 and <= ArtifactLimits.GridWidth),
                H: null or (>= 1 and <= ArtifactLimits.GridHeight)
            }
        && (block.X ?? 0) + (block.W ?? 1) <= ArtifactLimits.GridWidth
            ? null
            : Wrong($"A block is inside a grid of {ArtifactLimits.GridWidth} columns.");

    private static OpProblem? CheckAction(BlockAction? action) =>
        action is null
        || ((action.Label is null || PlainText.IsLine(action.Label, ArtifactLimits.NameLength))
            && (action.Field is null || PlainText.IsId(action.Field))
            && (action.State is null || PlainText.IsLine(action.State, ArtifactLimits.NameLength))
            && (action.Value is not { } value || FieldValues.IsPlain(value))
            && (action.Op is BlockActionKind.Call ? ActionArguments.AreValid(action) : action is { Tool: null, Arguments: null }))
            ? null
            : Wrong($"The action of a block adds, sets or moves an item, or calls {string.Join(" or ", ActionArguments.Tools)} with arguments.");

    private static OpProblem Wrong(string sentence) => new("block", sentence);
}

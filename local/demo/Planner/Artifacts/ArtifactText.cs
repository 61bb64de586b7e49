using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>Reads the result of <c>read_artifact</c>. Its words are names to find, never instructions.</summary>
internal sealed partial record ArtifactText(
    string Id,
    long Seq,
    string Title,
    string Kind,
    ImmutableArray<ArtifactText.Field> Fields,
    ImmutableArray<JsonObject> Blocks,
    ImmutableArray<ArtifactText.Item> Items)
{
    public bool HasItems => Kind is "list" or "board" or "tool";

    /// <summary>Returns null for a refusal.</summary>
    public static ArtifactText? Read(string text)
    {
        if (Head().Match(text) is not { Success: true } head || !long.TryParse(head.Groups["seq"].Value, CultureInfo.InvariantCulture, out var seq))
            return null;
        var lines = text.Split('\n').Skip(1).ToArray();

        // The text of a block can look like a field. Fields come before it.
        var fields = Matches(lines.TakeWhile(static line => !line.StartsWith("block ", StringComparison.Ordinal)), FieldLine());
        return new(
            head.Groups["id"].Value,
            seq,
            head.Groups["title"].Value,
            head.Groups["kind"].Value,
            [.. fields.Select(Field.Of)],
            [.. Matches(lines, BlockLine()).Select(static match => Block(match.Groups["json"].Value)).OfType<JsonObject>()],
            [.. Matches(lines, ItemLine()).Select(Item.Of)]);
    }

    private static IEnumerable<Match> Matches(IEnumerable<string> lines, Regex form) =>
        lines.Select(line => form.Match(line)).Where(static match => match.Success);

    private static JsonObject? Block(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?<id>f[a-z2-7]{20}), seq (?<seq>\d+): (?<title>.*) \((?<kind>[a-z]+)\)\. What it says is ")]
    private static partial Regex Head();

    [GeneratedRegex(@"^field (?<id>[\w-]+): (?<name>.+), (?<type>text|number|money|date|person|choice|checkbox|link)(?: \((?<choices>.*)\))?$")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"^block [\w-]+: (?<json>\{.*\})$")]
    private static partial Regex BlockLine();

    [GeneratedRegex(@"^item (?<id>[\w-]+)(?: \[[^\]]*\])?: (?:.*?, )??title=(?<title>""(?:[^""\\]|\\.)*"")")]
    private static partial Regex ItemLine();

    internal sealed record Field(string Id, string Name, string Type, ImmutableArray<string> Choices)
    {
        public static Field Of(Match match) => new(
            match.Groups["id"].Value,
            match.Groups["name"].Value,
            match.Groups["type"].Value,
            match.Groups["choices"].Success ? [.. match.Groups["choices"].Value.Split(", ")] : []);
    }

    internal sealed record Item(string Id, string Title)
    {
        public static Item Of(Match match)
        {
            using var title = JsonDocument.Parse(match.Groups["title"].Value);
            return new(match.Groups["id"].Value, title.RootElement.GetString() ?? "");
        }
    }
}

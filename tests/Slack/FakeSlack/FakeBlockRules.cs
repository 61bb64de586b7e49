using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Slack;

/// <summary>The limits of Block Kit, as far as our messages come near them.</summary>
internal static class FakeBlockRules
{
    /// <summary>The error of Slack, or null.</summary>
    public static string? Broken(JsonArray? blocks)
    {
        if (blocks is null)
            return null;
        var tables = blocks.Where(static block => Type(block) == "table").ToArray();
        if (blocks.Count > 50 || tables.Length > 1 || blocks.Where(static block => Type(block) == "markdown").Sum(static block => Length(block!["text"])) > 12_000)
            return "invalid_blocks";
        return blocks.All(static block => IsValid(block!)) ? null : "invalid_blocks";
    }

    private static bool IsValid(JsonNode block) => Type(block) switch
    {
        "section" => Length(block["text"]?["text"]) is > 0 and <= 3_000,
        "markdown" => Length(block["text"]) > 0,
        "context" => block["elements"] is JsonArray { Count: > 0 and <= 10 } elements && elements.All(static one => Length(one!["text"]) is > 0 and <= 3_000),
        "actions" => block["elements"] is JsonArray { Count: > 0 and <= 25 } buttons && buttons.All(static one => IsButton(one!)),
        "table" => IsTable(block),
        _ => false,
    };

    private static bool IsButton(JsonNode button) =>
        Type(button) == "button" && Length(button["text"]?["text"]) is > 0 and <= 75 && Length(button["action_id"]) is > 0 and <= 255
        && Length(button["value"]) <= 2_000 && Length(button["url"]) <= 3_000;

    private static bool IsTable(JsonNode table) =>
        table["rows"] is JsonArray { Count: > 0 and <= 100 } rows
        && rows.All(static row => row is JsonArray { Count: > 0 and <= 20 } cells && cells.All(static cell => Type(cell) == "raw_text" && Length(cell!["text"]) > 0))
        && rows.SelectMany(static row => row!.AsArray()).Sum(static cell => Length(cell!["text"])) <= 10_000;

    private static string? Type(JsonNode? node) => node?["type"]?.GetValue<string>();

    private static int Length(JsonNode? text) => text?.GetValue<string>().Length ?? 0;
}

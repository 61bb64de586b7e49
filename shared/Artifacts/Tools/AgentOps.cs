using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>
/// Ops in the form that a model writes. They have no order keys: a new item or block is added at the end. The op <c>write</c> replaces a
/// text change. They include the version that the model read.
/// </summary>
internal static class AgentOps
{
    public const string Schema = """
        {"type":"array","description":"Changes, such as {\"op\":\"add\",\"item\":\"i1\",\"values\":{\"title\":\"…\"}}, {\"op\":\"set\",\"item\":\"i1\",\"field\":\"due\",\"value\":\"2026-12-31\"}, {\"op\":\"del\",\"item\":\"i1\"}, {\"op\":\"move\",\"item\":\"i1\",\"order\":\"a1\",\"state\":\"done\"}, {\"op\":\"field\",\"field\":{\"id\":\"owner\",\"name\":\"Owner\",\"type\":\"text|number|money|date|person|choice|checkbox|link\",\"choices\":[\"…\"]}}, {\"op\":\"block\",\"block\":{\"id\":\"b1\",\"type\":\"markdown|heading|request|chart|table|stat|form|list|text|tabs\",\"title\":\"…\",\"text\":\"…\",\"level\":1,\"source\":\"…\",\"sql\":\"one SELECT, for a request\",\"request\":\"the request block that a chart, table or stat shows\",\"chart\":{\"mark\":\"bar|line|area|point|arc\",\"encoding\":{\"x\":{\"field\":\"…\",\"type\":\"nominal|ordinal|temporal|quantitative\"},\"y\":{\"field\":\"…\",\"type\":\"quantitative\",\"aggregate\":\"sum\"}}},\"fields\":[\"of a form or list\"],\"action\":{\"op\":\"add|set|move\",\"label\":\"…\"},\"tabs\":[{\"title\":\"…\",\"blocks\":[\"b2\"]}],\"x\":0,\"y\":0,\"w\":6,\"h\":4}}, {\"op\":\"write\",\"block\":\"b1\",\"text\":\"the whole Markdown text of this block\"}, {\"op\":\"delBlock\",\"block\":\"b1\"}, {\"op\":\"title\",\"title\":\"…\"}. A dashboard never holds rows: it has request blocks.","items":{"type":"object"}}
        """;

    private const string ByAgent = "agent-";
    private const int LargestEvidence = 240 * 1024;

    public static OpProblem? Read(JsonElement arguments, ArtifactState state, out ImmutableArray<ArtifactOp> ops)
    {
        ops = [];
        if (!arguments.TryGetProperty("ops", out var given))
            return null;
        if (given.ValueKind is not JsonValueKind.Array || given.GetArrayLength() > ArtifactLimits.OpsAtOnce)
            return new("ops", $"ops is a list of at most {ArtifactLimits.OpsAtOnce} changes.");
        if (given.GetArrayLength() == 0)
            return null;
        JsonArray written;
        try
        {
            written = (JsonArray)JsonNode.Parse(given.GetRawText())!;
            var (item, block) = (Last(state.Items.Values.Select(static one => one.Order)), Last(state.Blocks.Values.Select(static one => one.Order)));
            var texts = new Dictionary<string, (string? Text, long Version)>(StringComparer.Ordinal);
            foreach (var op in written.OfType<JsonObject>())
                Complete(op, state, texts, ref item, ref block);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            return new("ops", "ops cannot be read.");
        }

        if (OpReader.Read(JsonSerializer.SerializeToElement(written), out ops) is { } unreadable)
            return unreadable;
        // Comments and parameters cannot store evidence.
        return ops.Any(static op => op is ArtifactOp.AddComment or ArtifactOp.PutParameter)
            ? new("ops", "Comments and parameters are for people to write.")
            : null;
    }

    /// <summary>The request id of a call. The prefix tells ops of the agent apart from ops of people.</summary>
    public static string OpId(Permit permit) => $"{ByAgent}{ArtifactId.OfCall(permit.CallId)}";

    public static bool IsByAgent(LoggedOps logged) => logged.OpId.StartsWith(ByAgent, StringComparison.Ordinal);

    public static bool IsTooMuch(ImmutableArray<EvidencePiece> evidence) =>
        JsonSerializer.SerializeToUtf8Bytes(evidence, ArtifactJson.Options).Length > LargestEvidence;

    public static ToolResult NotFound() => Arguments.Refused(RefusalCodes.NotFound, "there is no such artifact for this person.", []);

    private static void Complete(
        JsonObject op, ArtifactState state, Dictionary<string, (string? Text, long Version)> texts, ref string? item, ref string? block)
    {
        switch ((string?)op["op"])
        {
            case "add" when op["order"] is null:
                op["order"] = item = OrderKey.After(item);
                break;
            case "block" when op["order"] is null && op["block"] is JsonObject defined && !state.Blocks.ContainsKey((string?)defined["id"] ?? ""):
                op["order"] = block = OrderKey.After(block);
                break;
            case "write" when (string?)op["block"] is { } id && (string?)op["text"] is { } text:
                if (!texts.TryGetValue(id, out var known) && state.Blocks.TryGetValue(id, out var held))
                    known = (held.Text, held.Version);
                known.Text ??= "";
                op.Clear();
                op["op"] = "text";
                op["block"] = id;
                op["version"] = known.Version;
                op["changes"] = JsonNode.Parse(TextChange.Replace(known.Text, text.ReplaceLineEndings("\n")).GetRawText());
                texts[id] = (text.ReplaceLineEndings("\n"), known.Version + 1);
                break;
        }
    }

    private static string? Last(IEnumerable<string> orders) => orders.Max(StringComparer.Ordinal);
}

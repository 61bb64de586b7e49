using System.Collections.Frozen;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// The subset of the Vega-Lite grammar that a chart may use: one mark with its encoding. It has no data, addresses, expressions or layers, so a
/// chart shows the result of its request and nothing else.
/// </summary>
internal static class ChartSpec
{
    private static readonly FrozenSet<string> Marks = FrozenSet.ToFrozenSet(["bar", "line", "area", "point"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Channels = FrozenSet.ToFrozenSet(["x", "y", "color", "tooltip"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Members = FrozenSet.ToFrozenSet(["field", "type", "aggregate", "title", "stack", "sort", "timeUnit"], StringComparer.Ordinal);

    private static readonly OpProblem Unsupported = new("chart", "A chart has a mark (bar, line, area or point) and an encoding (x, y, color, tooltip), and nothing else.");

    public static OpProblem? Check(JsonElement chart)
    {
        if (chart.ValueKind is not JsonValueKind.Object || chart.GetRawText().Length > ArtifactLimits.ChartLength)
            return Unsupported;
        var isDrawn = false;
        foreach (var part in chart.EnumerateObject())
        {
            var fits = part.Name switch
            {
                "mark" => isDrawn = IsMark(part.Value),
                "encoding" => part.Value.ValueKind is JsonValueKind.Object && part.Value.EnumerateObject().All(static channel => Channels.Contains(channel.Name) && IsChannel(channel.Value)),
                "title" => IsName(part.Value),
                _ => false,
            };
            if (!fits)
                return Unsupported;
        }

        return isDrawn ? null : Unsupported;
    }

    private static bool IsMark(JsonElement mark) => mark.ValueKind switch
    {
        JsonValueKind.String => Marks.Contains(mark.GetString()!),
        JsonValueKind.Object => mark.EnumerateObject().All(static part => part.Name is "type" && part.Value.ValueKind is JsonValueKind.String && Marks.Contains(part.Value.GetString()!))
            && mark.TryGetProperty("type", out _),
        _ => false,
    };

    private static bool IsChannel(JsonElement channel) => channel.ValueKind switch
    {
        JsonValueKind.Object => channel.EnumerateObject().All(static part => Members.Contains(part.Name) && IsSimple(part.Value)),
        JsonValueKind.Array => channel.EnumerateArray().All(static one => one.ValueKind is JsonValueKind.Object && IsChannel(one)),
        _ => false,
    };

    private static bool IsSimple(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null || IsName(value);

    private static bool IsName(JsonElement value) => value.ValueKind is JsonValueKind.String && PlainText.IsLine(value.GetString()!, ArtifactLimits.NameLength);
}

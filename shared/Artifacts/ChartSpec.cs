using System.Collections.Frozen;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// Validates the allowed subset of Vega-Lite: one mark with its encoding. Data, addresses, expressions and layers are refused, so a chart
/// shows only the rows of its block. For a mark without channels, the renderer chooses the columns.
/// </summary>
internal static class ChartSpec
{
    private const string Arc = "arc";
    private const double WidestHole = 200;

    private static readonly FrozenSet<string> Marks = FrozenSet.ToFrozenSet(["bar", "line", "area", "point", Arc], StringComparer.Ordinal);

    public static OpProblem? Check(JsonElement chart)
    {
        if (chart.ValueKind is not JsonValueKind.Object || chart.GetRawText().Length > ArtifactLimits.ChartLength)
            return Wrong("is an object with a mark and an encoding");
        if (chart.EnumerateObject().FirstOrDefault(static part => part.Name is not ("mark" or "encoding" or "title")) is
            { Value.ValueKind: not JsonValueKind.Undefined })
            return Wrong("has a mark, an encoding and a title, and nothing else");
        if (chart.TryGetProperty("title", out var title) && !IsName(title))
            return Wrong("has a title on one line");
        if (!chart.TryGetProperty("mark", out var mark) || MarkOf(mark) is not { } type)
            return Wrong($"has one of the marks {string.Join(", ", Marks.Order(StringComparer.Ordinal))}");
        return !chart.TryGetProperty("encoding", out var encoding) ? null
            : ChartChannel.Read(encoding, out var channels) is { } problem ? Wrong(problem)
            : Check(type, channels) is { } unfit ? Wrong(unfit)
            : null;
    }

    /// <summary>Returns the type of a mark; null for an unknown type, or for members that its type does not have.</summary>
    private static string? MarkOf(JsonElement mark)
    {
        if (mark.ValueKind is JsonValueKind.String)
            return Marks.Contains(mark.GetString()!) ? mark.GetString() : null;
        if (mark.ValueKind is not JsonValueKind.Object
            || !mark.TryGetProperty("type", out var given)
            || given.ValueKind is not JsonValueKind.String
            || !Marks.Contains(given.GetString()!))
            return null;
        var type = given.GetString();
        return mark.EnumerateObject()
            .All(part =>
                part.Name switch
                {
                    "type" => true,
                    "point" => type is "line" or "area" && part.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                    "innerRadius" => type is Arc
                        && part.Value.ValueKind is JsonValueKind.Number
                        && part.Value.TryGetDouble(out var radius)
                        && radius is >= 0 and <= WidestHole,
                    _ => false,
                })
            ? type
            : null;
    }

    private static string? Check(string mark, ChartChannels channels)
    {
        var (x, y, color) = (channels.X, channels.Y, channels.Color);
        if (mark is Arc)
            return (channels.Theta, color, x, y, channels.XOffset) is ({ IsMeasure: true }, { IsDiscrete: true }, null, null, null)
                ? null
                : "that is an arc has theta, a number, and color, a name, and no place";
        if (channels.Theta is not null)
            return "has theta only in an arc";
        if (channels.IsEmpty)
            return null;
        if (x is null && y is null)
            return "has x or y";
        if (channels.XOffset is { } offset
            && !(mark is "bar" && x is { IsDiscrete: true } && color is { Field: { } field } && offset.Field == field && offset.IsDiscrete))
            return "has xOffset only for bars beside each other: x is a name, and color has the same field";
        return CheckStack(mark, channels) ?? CheckSort(x, y) ?? CheckSort(y, x);
    }

    /// <summary>Checks that stacked values are additive. Counts and sums are; means are not.</summary>
    private static string? CheckStack(string mark, ChartChannels channels)
    {
        foreach (var (one, other) in new[] { (channels.X, channels.Y), (channels.Y, channels.X) })
        {
            if (one is { IsStacked: true }
                && !(
                    mark is "bar" or "area"
                    && one is { IsMeasure: true, AddsUp: true }
                    && channels.Color is not null
                    && channels.XOffset is null
                    && other is { IsMeasure: false }))
                return "stacks bars or areas by color: plain numbers, counts or sums";
            if (mark is "bar" or "area" && channels is { Color: not null, XOffset: null } && one is { IsMeasure: true, AddsUp: false, StackIsOff: false })
                return "of means or extremes with color needs \"stack\": null";
        }

        return null;
    }

    private static string? CheckSort(ChartChannel? one, ChartChannel? other) => one?.Sort switch
    {
        null or "ascending" or "descending" => null,
        "x" or "y" or "-x" or "-y" when one.IsDiscrete && other is not null && one.Sort.TrimStart('-') == other.Name => null,
        _ => "sorts names by the other channel",
    };

    private static bool IsName(JsonElement value) => value.ValueKind is JsonValueKind.String && PlainText.IsLine(value.GetString()!, ArtifactLimits.NameLength);

    private static OpProblem Wrong(string what) => new("chart", $"A chart {what}.");
}

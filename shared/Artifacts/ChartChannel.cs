using System.Collections.Frozen;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>One encoding channel of a chart.</summary>
internal sealed record ChartChannel(string Name, string? Field, string? Type, string? Aggregate, string? Sort, string? Stack)
{
    private const string Count = "count";
    private const string NoStack = "null";

    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(["quantitative", "temporal", "nominal", "ordinal"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> Aggregates = FrozenSet.ToFrozenSet([Count, "sum", "mean", "median", "min", "max"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> TimeUnits = FrozenSet.ToFrozenSet(
        ["year", "quarter", "month", "yearquarter", "yearmonth", "yearmonthdate"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> Sorts = FrozenSet.ToFrozenSet(["ascending", "descending", "x", "y", "-x", "-y"], StringComparer.Ordinal);

    public bool IsMeasure => Type is "quantitative" || Aggregate is Count;

    public bool IsDiscrete => Type is "nominal" or "ordinal" && Aggregate is null;

    public bool AddsUp => Aggregate is null or Count or "sum";

    public bool IsStacked => Stack is "zero" or "normalize";

    public bool StackIsOff => Stack is NoStack;

    /// <returns>Null when all channels are valid; otherwise the expected form.</returns>
    public static string? Read(JsonElement encoding, out ChartChannels channels)
    {
        channels = new();
        if (encoding.ValueKind is not JsonValueKind.Object)
            return "has an encoding with channels";
        foreach (var part in encoding.EnumerateObject())
        {
            var (known, isDrawn) = (true, part.Name is not "tooltip");
            if (!isDrawn)
            {
                known =
                    part.Value.ValueKind is JsonValueKind.Array
                        ? part.Value.EnumerateArray().All(static one => Read("tooltip", one) is not null)
                        : Read(part.Name, part.Value) is not null;
            }
            else if (Read(part.Name, part.Value) is { } channel && channels.With(channel) is { } more)
                channels = more;
            else
                known = false;
            if (!known)
                return "has in each of x, y, xOffset, color, theta and tooltip a field with its type, or a count; "
                    + "its aggregate, time unit, stack and sort are ones that docs/artifacts.md lists";
        }

        return null;
    }

    private static ChartChannel? Read(string name, JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            return null;
        var isPlace = name is "x" or "y";
        var fits = json.EnumerateObject()
            .All(part =>
                part.Name switch
                {
                    "field" => IsLine(part.Value) && part.Value.GetString()!.Length > 0,
                    "title" => IsLine(part.Value),
                    "type" => IsOneOf(part.Value, Types),
                    "aggregate" => IsOneOf(part.Value, Aggregates),
                    "timeUnit" => IsOneOf(part.Value, TimeUnits),
                    "stack" => isPlace
                        && (part.Value.ValueKind is JsonValueKind.Null
                            || (part.Value.ValueKind is JsonValueKind.String && part.Value.GetString() is "zero" or "normalize")),
                    "sort" => isPlace && (part.Value.ValueKind is JsonValueKind.Null || IsOneOf(part.Value, Sorts)),
                    _ => false,
                });
        if (!fits)
            return null;
        var stack = json.TryGetProperty("stack", out var given) ? given.ValueKind is JsonValueKind.Null ? NoStack : given.GetString() : null;
        var channel = new ChartChannel(name, Text(json, "field"), Text(json, "type"), Text(json, "aggregate"), Text(json, "sort"), stack);
        return channel.IsWhole(Text(json, "timeUnit")) ? channel : null;
    }

    /// <summary>
    /// Checks that the channel is complete. A count has no field. Every other channel has a field whose type fits its aggregate and time
    /// unit.
    /// </summary>
    private bool IsWhole(string? timeUnit) => (Aggregate, Field) switch
    {
        (Count, null) => Type is null or "quantitative" && timeUnit is null,
        (Count, _) or (_, null) => false,
        (null, _) => Type is not null && (timeUnit is null || Type is "temporal" or "ordinal"),
        _ => Type is "quantitative" && timeUnit is null,
    } && (Stack is null || IsMeasure);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool IsOneOf(JsonElement value, FrozenSet<string> known) => value.ValueKind is JsonValueKind.String && known.Contains(value.GetString()!);

    private static bool IsLine(JsonElement value) => value.ValueKind is JsonValueKind.String && PlainText.IsLine(value.GetString()!, ArtifactLimits.NameLength);
}

/// <summary>The drawn channels of one chart.</summary>
internal sealed record ChartChannels(
    ChartChannel? X = null, ChartChannel? Y = null, ChartChannel? XOffset = null, ChartChannel? Color = null, ChartChannel? Theta = null)
{
    public bool IsEmpty => this is { X: null, Y: null, XOffset: null, Color: null, Theta: null };

    /// <summary>Returns the channels with this one; null for an unknown channel.</summary>
    public ChartChannels? With(ChartChannel channel) => channel.Name switch
    {
        "x" => this with { X = channel },
        "y" => this with { Y = channel },
        "xOffset" => this with { XOffset = channel },
        "color" => this with { Color = channel },
        "theta" => this with { Theta = channel },
        _ => null,
    };
}

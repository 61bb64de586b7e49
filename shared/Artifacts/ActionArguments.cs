using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Onbehalf.Artifacts;

/// <summary>
/// The arguments of the tool call of a button. An object with the single member <c>field</c> is a reference. It is replaced by the value
/// that the person typed into this field, or by the value of the item.
/// </summary>
internal static class ActionArguments
{
    private const string Reference = "field";

    /// <summary>Levels of objects and lists. A snapshot adds six around them, of the 16 that are read.</summary>
    private const int Deepest = 6;

    /// <summary>Tools with a side effect and a complete card.</summary>
    public static FrozenSet<string> Tools { get; } = FrozenSet.ToFrozenSet(["change_data"], StringComparer.Ordinal);

    public static bool AreValid(BlockAction action) =>
        action is { Tool: { } tool, Arguments: { ValueKind: JsonValueKind.Object } arguments }
        && Tools.Contains(tool)
        && arguments.GetRawText().Length <= ArtifactLimits.ArgumentsLength
        && ArePlain(arguments, Deepest);

    /// <summary>The fields that the arguments reference.</summary>
    public static ImmutableHashSet<string> FieldsOf(BlockAction action) => action.Arguments is { } arguments ? [.. References(arguments)] : [];

    /// <summary>Returns the arguments with each reference replaced by its value. The value is null for a field without one.</summary>
    public static JsonElement With(BlockAction action, IReadOnlyDictionary<string, JsonElement> values) =>
        JsonSerializer.SerializeToElement(Filled(action.Arguments!.Value, values), ArtifactJson.Options);

    private static JsonNode? Filled(JsonElement json, IReadOnlyDictionary<string, JsonElement> values)
    {
        if (FieldOf(json) is { } field)
            return values.TryGetValue(field, out var value) ? JsonNode.Parse(value.GetRawText()) : null;
        return json.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(json.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, Filled(one.Value, values)))),
            JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(one => Filled(one, values))]),
            _ => JsonNode.Parse(json.GetRawText()),
        };
    }

    private static IEnumerable<string> References(JsonElement json) =>
        FieldOf(json) is { } field ? [field]
        : json.ValueKind is JsonValueKind.Object ? json.EnumerateObject().SelectMany(static one => References(one.Value))
        : json.ValueKind is JsonValueKind.Array ? json.EnumerateArray().SelectMany(References)
        : [];

    private static string? FieldOf(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object
        && json.GetPropertyCount() == 1
        && json.TryGetProperty(Reference, out var field)
        && field.ValueKind is JsonValueKind.String
            ? field.GetString()
            : null;

    private static bool ArePlain(JsonElement json, int levels) => json.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when levels == 0 => false,
        JsonValueKind.Object => json.EnumerateObject().Select(static one => one.Name).Distinct(StringComparer.Ordinal).Count() == json.GetPropertyCount()
            && json.EnumerateObject().All(one => PlainText.IsLine(one.Name, ArtifactLimits.NameLength) && ArePlain(one.Value, levels - 1)),
        JsonValueKind.Array => json.EnumerateArray().All(one => ArePlain(one, levels - 1)),
        _ => FieldValues.IsPlain(json),
    };
}

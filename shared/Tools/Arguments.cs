using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Tools;

/// <summary>Reads a model's arguments, which are untrusted and can have any shape.</summary>
internal static class Arguments
{
    public static string? Text(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>
    /// Reads an object's values as text: scalars, and lists and objects as JSON if <paramref name="mayNest"/>. Null for any other shape.
    /// </summary>
    public static ImmutableSortedDictionary<string, string?>? Values(JsonElement arguments, string name, bool mayNest = false)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        if (arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
            return values.ToImmutable();
        if (given.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in given.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && !mayNest)
                return null;
            values[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => property.Value.GetString(),
                _ => property.Value.GetRawText(),
            };
        }

        return values.ToImmutable();
    }

    public static ToolResult Failed(string code, string text) => new(ToolStatus.Failed, $"{code}: {text}", [], RefusalCode: code) { IsOwnWords = true };

    public static ToolResult Refused(string code, string text, ImmutableArray<Evidence.Touched> touched) =>
        new(ToolStatus.Refused, $"{code}: {text}", touched, RefusalCode: code);
}

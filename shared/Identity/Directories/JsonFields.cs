using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Identity.Directories;

internal static class JsonFields
{
    public static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static bool IsTrue(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.True };

    public static bool IsFalse(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.False };

    /// <summary>One text field of every element, as a set.</summary>
    public static ImmutableSortedSet<string> Set(this IEnumerable<JsonElement> elements, string name) =>
        elements.Select(element => element.Text(name)).OfType<string>().Where(static text => text.Length > 0).ToImmutableSortedSet(StringComparer.Ordinal);
}

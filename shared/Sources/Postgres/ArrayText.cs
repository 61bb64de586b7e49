using System.Text;
using System.Text.Json;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Converts a JSON list to the server's form of an array (PostgreSQL, section 8.15.2). Any other text is unchanged, and the server parses it.
/// </summary>
internal static class ArrayText
{
    private const int MostDepth = 6;

    /// <param name="type">The type of the array, as the server names it.</param>
    public static string? Of(string? value, string type)
    {
        if (value is null || !value.StartsWith('['))
            return value;
        try
        {
            using var json = JsonDocument.Parse(value, new() { MaxDepth = MostDepth + 1 });
            return Append(new(), json.RootElement, Delimiter(type)).ToString();
        }
        catch (JsonException)
        {
            return value;
        }
    }

    /// <summary>Returns what separates the items: the comma, except for <c>box</c> and the types of PostGIS (<c>pg_type.typdelim</c>).</summary>
    private static char Delimiter(string type) => type[(type.LastIndexOf('.') + 1)..].TrimEnd('[', ']').Split('(')[0] switch
    {
        "box" => ';',
        "geometry" or "geography" or "box2d" or "box3d" => ':',
        _ => ',',
    };

    private static StringBuilder Append(StringBuilder text, JsonElement value, char delimiter)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                text.Append('{');
                var isFirst = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!isFirst)
                        text.Append(delimiter);
                    Append(text, item, delimiter);
                    isFirst = false;
                }

                return text.Append('}');
            case JsonValueKind.Null:
                return text.Append("NULL");
            default:
                var scalar = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                return text.Append('"')
                    .Append(scalar.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
                    .Append('"');
        }
    }
}

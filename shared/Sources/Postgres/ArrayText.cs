using System.Text;
using System.Text.Json;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Converts a JSON list to the server's form of an array (PostgreSQL, section 8.15.2). Any other text is unchanged, and the server parses it.
/// </summary>
internal static class ArrayText
{
    private const int MostDepth = 6;

    public static string? Of(string? value)
    {
        if (value is null || !value.StartsWith('['))
            return value;
        try
        {
            using var json = JsonDocument.Parse(value, new() { MaxDepth = MostDepth + 1 });
            return Append(new(), json.RootElement).ToString();
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static StringBuilder Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                text.Append('{');
                var isFirst = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!isFirst)
                        text.Append(',');
                    Append(text, item);
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

using System.Text;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Normalizes call arguments: in a code fence, JSON in a JSON string, repeated, or after an empty object. Other forms stay unchanged, and the call
/// is refused.
/// </summary>
internal static class ArgumentText
{
    public static string Of(string sent)
    {
        var text = sent.Trim();
        // PHP writes an empty object as an empty array.
        if (text is "" or "null" or "[]" or "\"\"" or "\"{}\"" or "\"null\"" or "None")
            return "{}";
        if (IsObject(sent))
            return sent;
        if (Escaped(text) is { } escaped && IsObject(escaped))
            return escaped;
        if (Unfenced(text) is { } inner && IsObject(inner))
            return inner;
        if (Unquoted(text) is { } quoted && IsObject(quoted))
            return quoted.Trim();
        return Repeated(text) ?? sent;
    }

    public static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns null if the text is not a code block.</summary>
    public static string? Unfenced(string text)
    {
        if (!text.StartsWith("```", StringComparison.Ordinal) || text.IndexOfAny(['\n', '{', '[']) is not (> 0 and var start))
            return null;
        var end = text.LastIndexOf("```", StringComparison.Ordinal);
        return (end > start ? text[start..end] : text[start..]).Trim();
    }

    private static string? Unquoted(string text)
    {
        if (text is not ['"', .., '"'])
            return null;
        try
        {
            return JsonSerializer.Deserialize<string>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Escapes line ends and tabs within strings, which models write unescaped in long texts. Null for a text without any.</summary>
    private static string? Escaped(string text)
    {
        if (!text.StartsWith('{') || text.AsSpan().IndexOfAny("\n\r\t") < 0)
            return null;
        var escaped = new StringBuilder(text.Length + 16);
        var isInside = false;
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (isInside && sign == '\\' && at + 1 < text.Length)
            {
                escaped.Append(sign).Append(text[++at]);
                continue;
            }

            isInside ^= sign == '"';
            escaped.Append(!isInside ? sign.ToString() : sign switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => sign.ToString() });
        }

        return escaped.ToString();
    }

    /// <summary>Returns one object that is repeated, preceded by <c>{}</c>, or followed by a special token of the model.</summary>
    private static string? Repeated(string text)
    {
        var objects = new List<JsonElement>();
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
                objects.Add(JsonElement.ParseValue(ref reader));
        }
        catch (JsonException) when (bytes.AsSpan((int)reader.BytesConsumed).TrimStart((byte)' ') is [(byte)'<', ..])
        {
        }
        catch (JsonException)
        {
            return null;
        }

        var said = objects
            .Where(static value => value.ValueKind is not JsonValueKind.Object || value.EnumerateObject().Any())
            .DefaultIfEmpty(objects.FirstOrDefault())
            .ToArray();
        return said[0].ValueKind is JsonValueKind.Object && said.All(value => JsonElement.DeepEquals(value, said[0])) ? said[0].GetRawText() : null;
    }
}

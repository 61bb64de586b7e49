using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Onbehalf.Identity;

/// <summary>Reads JSON that another system wrote. What cannot be read to its last character is no answer, so that no later look at it can fail.</summary>
internal static class ForeignJson
{
    private static readonly JsonDocumentOptions Unambiguous = new() { AllowDuplicateProperties = false };

    /// <summary>Null where the body is no JSON, names a member twice, or holds text that its encoding does not allow.</summary>
    public static JsonElement? Read(ReadOnlyMemory<byte> body, string? charset = null) => Read(body, charset, Unambiguous);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string?)"/>
    public static JsonElement? Read(ReadOnlyMemory<byte> body, string? charset, JsonDocumentOptions options)
    {
        try
        {
            var text = WithoutMark(InUtf8(body, charset));
            if (!Utf8.IsValid(text.Span))
                return null;
            using var document = JsonDocument.Parse(text, options);
            return IsReadable(document.RootElement, text.Span) ? document.RootElement.Clone() : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>RFC 8259 §8.1 demands UTF-8; a server that declares something else means it.</summary>
    private static ReadOnlyMemory<byte> InUtf8(ReadOnlyMemory<byte> body, string? charset) => charset?.Trim('"', ' ').ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" or "us-ascii" => body,
        var label => Encoding.Convert(Strict(label), Encoding.UTF8, body.ToArray()),
    };

    private static Encoding Strict(string label)
    {
        var encoding = (Encoding)(CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label)).Clone();
        encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
        return encoding;
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

    /// <summary>An escape can spell half a surrogate pair, which is no text and throws where it is read.</summary>
    private static bool IsReadable(JsonElement root, ReadOnlySpan<byte> text) =>
        (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0) || IsReadable(root);

    private static bool IsReadable(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsReadable),
                JsonValueKind.Object => element.EnumerateObject().All(static member => member.Name is not null && IsReadable(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

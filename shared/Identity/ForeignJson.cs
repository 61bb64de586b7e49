using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Onbehalf.Identity;

/// <summary>Parses JSON of other systems completely and strictly, so that no later access throws.</summary>
internal static class ForeignJson
{
    private static readonly JsonDocumentOptions Unambiguous = new() { AllowDuplicateProperties = false };

    /// <summary>Null if the body is no JSON, has a duplicate member, or has bytes that are invalid in its encoding.</summary>
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

    /// <summary>RFC 8259 §8.1 demands UTF-8, but the declared charset of a server decides.</summary>
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

    /// <summary>An escape can contain half a surrogate pair, which throws at a later access.</summary>
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

using System.Text.Json;

namespace Onbehalf.Identity.Signals;

internal static class SignalJson
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 24 };

    /// <summary>The body as a JSON object, or null.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Shallow);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

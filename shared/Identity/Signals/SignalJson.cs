using System.Text.Json;

namespace Onbehalf.Identity.Signals;

internal static class SignalJson
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 24, AllowDuplicateProperties = false };

    /// <summary>Parses the body as a JSON object, or returns null.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> body) =>
        ForeignJson.Read(body, null, Shallow) is { ValueKind: JsonValueKind.Object } read ? read : null;
}

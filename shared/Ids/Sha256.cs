using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Ids;

/// <summary>SHA-256 digests in lower-case hexadecimal.</summary>
internal static class Sha256
{
    public static string Hex(string text) => Hex(Encoding.UTF8.GetBytes(text));

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The digest of a value's JSON. A JSON array of texts has no ambiguous borders, which joined texts have.</summary>
    public static string HexOfJson<T>(T value, JsonSerializerOptions? options = null) => Hex(JsonSerializer.SerializeToUtf8Bytes(value, options));
}

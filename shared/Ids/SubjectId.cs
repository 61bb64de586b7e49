using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Onbehalf.Ids;

/// <summary>
/// The stable key of a person: the first 26 lower-case base32 characters of SHA-256 over the JSON array
/// <c>[iss, tid or null, oid or sub]</c>. Used in the API, in table keys and in vault names; never an e-mail.
/// </summary>
public readonly record struct SubjectId
{
    public const int Length = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string? _value;

    private SubjectId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SubjectId names nobody.");

    public static SubjectId Of(string issuer, string? tenant, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var digest = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { issuer, tenant, key }, Plain));
        return new(string.Create(Length, digest, static (characters, bytes) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                var bit = i * 5;
                var window = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                characters[i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
            }
        }));
    }

    public static bool TryParse(string? text, out SubjectId id)
    {
        var valid = text is { Length: Length } && text.All(static c => Alphabet.Contains(c, StringComparison.Ordinal));
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SubjectId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a subject id.");

    public override string ToString() => Value;
}

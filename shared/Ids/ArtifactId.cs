using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Ids;

/// <summary><c>f</c> and 20 random base32 characters: names an artifact, gives no right to it.</summary>
public readonly record struct ArtifactId
{
    private const char Prefix = 'f';

    private readonly string? _value;

    private ArtifactId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty ArtifactId names no artifact.");

    public static ArtifactId New() => new(RandomName.New(Prefix));

    /// <summary>The artifact that one call makes, however often it is tried.</summary>
    public static ArtifactId OfCall(string callId) =>
        new(
            Prefix
                + string.Concat(
                    SHA256
                        .HashData(Encoding.UTF8.GetBytes(callId))
                        .Take(RandomName.Length)
                        .Select(static b => RandomName.Alphabet[b % RandomName.Alphabet.Length])));

    public static bool TryParse([NotNullWhen(true)] string? text, out ArtifactId id)
    {
        var valid = RandomName.IsValid(text, Prefix);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static ArtifactId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not an artifact id.");

    public override string ToString() => Value;
}

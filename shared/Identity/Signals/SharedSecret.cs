using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Signals;

/// <summary>A sender's shared secret and, during a rotation, the previous one.</summary>
[JsonConverter(typeof(NeverSerialized<SharedSecret>))]
internal sealed class SharedSecret(string current, string? previous)
{
    public const int Shortest = 16;

    private readonly SecretText _current = new(current);
    private readonly SecretText? _previous = previous is null ? null : new(previous);

    /// <summary>Compares digests in constant time, so the duration reveals neither the length nor the position of a difference.</summary>
    public bool Matches(string? shown)
    {
        var digest = Digest(shown ?? "");
        var current = CryptographicOperations.FixedTimeEquals(digest, Digest(_current.Reveal()));
        var previous = _previous is not null & CryptographicOperations.FixedTimeEquals(digest, Digest(_previous?.Reveal() ?? ""));
        return shown is not null & (current | previous);
    }

    public override string ToString() => nameof(SharedSecret);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

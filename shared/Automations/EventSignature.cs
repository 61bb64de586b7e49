using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Automations;

/// <summary>The unverified headers of a signed event, in the format of Standard Webhooks or GitHub.</summary>
/// <param name="Id">The event's id. A redelivery has the same one. Standard Webhooks signs it; GitHub does not.</param>
/// <param name="Timestamp">Unix seconds; GitHub sends none.</param>
public sealed record EventSignature(string? Id, string? Timestamp, string? Signature)
{
    private const int LongestId = 256;
    private const int LongestSignature = 4_096;
    private const int MostSignatures = 20;

    /// <summary>
    /// The tolerance for the timestamp, which Standard Webhooks leaves to the receiver. It applies in both directions, because a future timestamp
    /// would extend the validity.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Returns the reason why the signature is invalid, or null if it is valid. It covers the raw bytes of the body, and every comparison takes
    /// constant time.
    /// </summary>
    internal string? WhyNot(string format, WebhookKeys keys, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (Id is not { Length: > 0 and <= LongestId } || Signature is not { Length: > 0 and <= LongestSignature } signature)
            return "unsigned";
        if (format == "github")
            return IsGitHub(signature, keys, body) ? null : "bad-signature";
        if (!long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return "unsigned";
        // The specification forbids dots in ids: with a dot, the text id.timestamp.body could be parsed as another event.
        if (Id.Contains('.', StringComparison.Ordinal))
            return "dot-in-id";
        var age = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (age > Window)
            return "too-old";
        if (age < -Window)
            return "in-the-future";
        return IsStandard(signature, keys, body) ? null : "bad-signature";
    }

    /// <summary>
    /// The key for deduplication, computed from signed data only. GitHub does not sign the delivery id, so anybody could send a signed body again
    /// under another id.
    /// </summary>
    public string EventId(ReadOnlySpan<byte> body) => Timestamp is null ? $"body {Convert.ToHexStringLower(SHA256.HashData(body))}" : Id!;

    private static bool IsGitHub(string signature, WebhookKeys keys, ReadOnlySpan<byte> body)
    {
        var good = false;
        foreach (var secret in keys.Secrets)
            good |= Same("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)), signature);
        return good;
    }

    private bool IsStandard(string signature, WebhookKeys keys, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.");
        var text = new byte[head.Length + body.Length];
        head.CopyTo(text, 0);
        body.CopyTo(text.AsSpan(head.Length));
        // A proxy that joins headers adds commas. No signature ends with a comma or contains one after its version.
        var given = signature
            .Replace(",v1,", " v1,", StringComparison.Ordinal)
            .Replace(",v1a,", " v1a,", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var good = false;
        foreach (var key in keys.Secrets.SelectMany(WebhookKeys.StandardKeys))
        {
            var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, text));
            foreach (var one in given.Take(MostSignatures))
                good |= Same(expected, one.TrimEnd(','));
        }

        return good;
    }

    private static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}

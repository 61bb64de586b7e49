using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>The unverified headers of a signed event, in the format of Standard Webhooks, GitHub or Stripe.</summary>
/// <param name="Id">The event's id. A redelivery has the same one. Standard Webhooks signs it; GitHub does not; Stripe sends none.</param>
/// <param name="Timestamp">Unix seconds; GitHub sends none, and Stripe has them in the signature.</param>
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
        if (format == "stripe")
            return Signature is { Length: > 0 and <= LongestSignature } stripe ? WhyNotStripe(stripe, keys, body, now) : "unsigned";
        if (Id is not { Length: > 0 and <= LongestId } || Signature is not { Length: > 0 and <= LongestSignature } signature)
            return "unsigned";
        if (format == "github")
            return IsGitHub(signature, keys, body) ? null : "bad-signature";
        if (Seconds(Timestamp) is not { } seconds)
            return "unsigned";
        // The specification forbids dots in ids: with a dot, the text id.timestamp.body could be parsed as another event.
        if (Id.Contains('.', StringComparison.Ordinal))
            return "dot-in-id";
        return WhyNotNow(seconds, now) ?? (IsStandard(signature, keys, body) ? null : "bad-signature");
    }

    /// <summary>
    /// The key for deduplication, computed from signed data only. GitHub does not sign the delivery id, so anybody could send a signed body again
    /// under another id. Stripe signs a redelivery with a new time, and its event's id is in the body.
    /// </summary>
    public string EventId(ReadOnlySpan<byte> body) => Timestamp is null ? $"body {Sha256.Hex(body)}" : Id!;

    private static long? Seconds(string? timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? seconds
            : null;

    private static string? WhyNotNow(long seconds, DateTimeOffset now) => (now - DateTimeOffset.FromUnixTimeSeconds(seconds)) switch
    {
        var age when age > Window => "too-old",
        var age when age < -Window => "in-the-future",
        _ => null,
    };

    /// <summary>Reads <c>t=1492774577,v1=…,v1=…,v0=…</c>. The signature covers the time, a dot and the body. Only <c>v1</c> counts.</summary>
    private static string? WhyNotStripe(string header, WebhookKeys keys, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var parts = header.Split(',', StringSplitOptions.TrimEntries);
        string[] times = [.. parts.Where(static part => part.StartsWith("t=", StringComparison.Ordinal)).Select(static part => part["t=".Length..])];
        string[] given = [.. parts.Where(static part => part.StartsWith("v1=", StringComparison.Ordinal)).Select(static part => part["v1=".Length..])];
        // Two times come from two joined headers, and it is open which one is signed.
        if (times is not [var time] || given.Length == 0 || Seconds(time) is not { } seconds)
            return "unsigned";
        if (WhyNotNow(seconds, now) is { } why)
            return why;
        byte[] text = [.. Encoding.UTF8.GetBytes($"{time}."), .. body];
        var good = false;
        foreach (var secret in keys.Secrets)
        {
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text));
            foreach (var one in given.Take(MostSignatures))
                good |= Same(expected, one);
        }

        return good ? null : "bad-signature";
    }

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

/// <summary>The secrets that are valid at this moment, in memory only.</summary>
[JsonConverter(typeof(NeverSerialized<WebhookKeys>))]
internal sealed class WebhookKeys(ImmutableArray<string> secrets)
{
    public const string Prefix = "whsec_";

    public ImmutableArray<string> Secrets => secrets;

    /// <summary>
    /// Returns the HMAC keys of a Standard Webhooks secret: base64 after <c>whsec_</c>. Without the prefix, both the decoded base64 and the text
    /// itself are accepted as keys. Both require knowledge of the secret.
    /// </summary>
    public static IEnumerable<byte[]> StandardKeys(string secret)
    {
        if (secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Base64(secret[Prefix.Length..]) is { } key ? [key] : [];
        var text = Encoding.UTF8.GetBytes(secret);
        return Base64(secret) is { } decoded ? [text, decoded] : [text];
    }

    /// <summary>Decodes base64 with or without padding; null for any other text.</summary>
    public static byte[]? Base64(string text)
    {
        var bare = text.TrimEnd('=');
        var bytes = new byte[bare.Length];
        return Convert.TryFromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='), bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    public override string ToString() => nameof(WebhookKeys);
}

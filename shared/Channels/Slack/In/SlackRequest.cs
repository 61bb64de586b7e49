using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Slack.In;

/// <summary>An unverified request with Slack's headers.</summary>
/// <param name="Timestamp">Null when the header is absent or repeated.</param>
/// <param name="Signature">Null when the header is absent or repeated.</param>
internal sealed record SlackRequest(string? Timestamp, string? Signature, ReadOnlyMemory<byte> Body)
{
    /// <summary>Maximum body size in bytes. Slack's events are far smaller: a text has at most 40,000 characters.</summary>
    public const int Largest = 256 * 1024;

    private const int SignatureLength = 3 + (2 * 32);

    /// <summary>
    /// Allowed clock difference, in both directions. Slack's libraries check the past only, but a timestamp in the future would stay valid
    /// for longer.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    public static SlackRequest Of(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        new(Only(headers, "X-Slack-Request-Timestamp"), Only(headers, "X-Slack-Signature"), body);

    /// <summary>Returns the reason of a refusal before the body is read, as a slug; null when only the signature remains to be checked.</summary>
    public static string? WhyNot(IHeaderDictionary headers, DateTimeOffset now) => Of(headers, default).WhyNotDated(now);

    /// <summary>
    /// Returns the reason of a refusal as a slug; null for a genuine request of Slack. The signature is over the raw bytes, and comparisons
    /// take constant time.
    /// </summary>
    public string? WhyNot(IReadOnlyList<SecretText> secrets, DateTimeOffset now)
    {
        if (WhyNotDated(now) is { } why)
            return why;
        var good = false;
        foreach (var secret in secrets)
            good |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Expected(secret)), Encoding.UTF8.GetBytes(Signature!));
        return good ? null : "bad-signature";
    }

    public override string ToString() => nameof(SlackRequest);

    private static string? Only(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } only] ? only : null;

    private string? WhyNotDated(DateTimeOffset now)
    {
        if (Signature is not { Length: SignatureLength } || !Signature.StartsWith("v0=", StringComparison.Ordinal))
            return "unsigned";
        if (!long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return "unsigned";
        var age = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return age > Window ? "too-old" : age < -Window ? "in-the-future" : null;
    }

    private string Expected(SecretText secret)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Reveal()));
        mac.AppendData(Encoding.UTF8.GetBytes($"v0:{Timestamp}:"));
        mac.AppendData(Body.Span);
        return "v0=" + Convert.ToHexStringLower(mac.GetHashAndReset());
    }
}

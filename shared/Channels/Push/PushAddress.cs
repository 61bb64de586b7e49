using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Onbehalf.Ids;

namespace Onbehalf.Channels.Push;

/// <summary>The push subscription of a person's browser: its endpoint, and the keys for which messages are encrypted (RFC 8291).</summary>
/// <param name="Endpoint">A secret: anybody with this address can send to the browser.</param>
public sealed record PushAddress(string Endpoint, string P256dh, string Auth)
{
    private const int LongestEndpoint = 1_000;
    private const int PointBytes = 65;
    private const int AuthBytes = 16;
    private const byte Uncompressed = 4;

    /// <summary>Base64url without padding, and without the white space that a decoder may pass over.</summary>
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Names the browser in its person's partition.</summary>
    internal string Id => IdOf(Endpoint);

    public string Host => new Uri(Endpoint).Host;

    /// <summary>Returns null for an invalid subscription: another scheme or port, credentials in the address, or malformed keys.</summary>
    public static PushAddress? Of(string? endpoint, string? p256dh, string? auth) =>
        endpoint is { Length: <= LongestEndpoint } && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.UserInfo.Length == 0 && uri.HostNameType == UriHostNameType.Dns
        && IsPoint(Bytes(p256dh)) && Bytes(auth) is { Length: AuthBytes }
            ? new(uri.AbsoluteUri, p256dh!, auth!)
            : null;

    public override string ToString() => nameof(PushAddress);

    internal static string IdOf(string endpoint) => Sha256.Hex(endpoint)[..32];

    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is { Length: > 0 and < 200 } && !text.AsSpan().ContainsAnyExcept(Letters) ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsPoint(byte[]? bytes)
    {
        if (bytes is not { Length: PointBytes } || bytes[0] != Uncompressed)
            return false;
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = bytes[1..33], Y = bytes[33..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

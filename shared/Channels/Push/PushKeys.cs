using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Channels.Push;

/// <summary>The application server's key pair (RFC 8292) and the contact for push services. Browsers subscribe with the public key.</summary>
public sealed class PushKeys
{
    private const string KeySetting = "ONBEHALF_PUSH_PRIVATE_KEY";
    private const string ContactSetting = "ONBEHALF_PUSH_CONTACT";
    private const int KeyBytes = 32;

    private PushKeys(string publicKey, string privateKey, string contact) => (Public, Private, Contact) = (publicKey, privateKey, contact);

    public string Public { get; }

    internal string Private { get; }

    internal string Contact { get; }

    /// <summary>Returns null when no key is configured. Browsers are then notified by open pages only.</summary>
    public static PushKeys? From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[KeySetting] is not { Length: > 0 } text)
            return null;
        var contact = configuration[ContactSetting];
        if (!Uri.TryCreate(contact, UriKind.Absolute, out var address) || address.Scheme is not ("mailto" or "https"))
            throw new InvalidOperationException($"{ContactSetting} must be a mailto: or https: address, since {KeySetting} is set.");
        return new(Base64Url.EncodeToString(PublicOf(text.Trim())), text.Trim(), address.AbsoluteUri);
    }

    public override string ToString() => nameof(PushKeys);

    private static byte[] PublicOf(string text)
    {
        try
        {
            var number = Base64Url.DecodeFromChars(text);
            if (number.Length == KeyBytes)
            {
                using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number });
                var point = key.ExportParameters(includePrivateParameters: false).Q;
                return [4, .. point.X!, .. point.Y!];
            }
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            // Reported below.
        }

        throw new InvalidOperationException($"{KeySetting} must be a private key of P-256: 32 bytes in base64url.");
    }
}

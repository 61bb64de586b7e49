using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Channels.Push;

namespace Onbehalf.Tests.Push;

/// <summary>The browser's side of RFC 8291: its subscription keys and the decryption of messages.</summary>
internal sealed class PaperBrowser : IDisposable
{
    private const int SaltBytes = 16;
    private const int TagBytes = 16;

    private readonly ECDiffieHellman _key;
    private readonly byte[] _auth;

    public PaperBrowser(string endpoint)
        : this(endpoint, ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16))
    {
    }

    public PaperBrowser(string endpoint, ECDiffieHellman key, byte[] auth)
    {
        (_key, _auth) = (key, auth);
        Address = new(endpoint, Base64Url.EncodeToString(Point(_key)), Base64Url.EncodeToString(_auth));
    }

    public PushAddress Address { get; }

    public string Open(byte[] body)
    {
        var (salt, idLength) = (body[..SaltBytes], body[20]);
        var sender = body[21..(21 + idLength)];
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(SaltBytes)) >= 18);
        using var from = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..] } });
        var secret = _key.DeriveRawSecretAgreement(from.PublicKey);
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, _auth, [.. "WebPush: info\0"u8, .. Point(_key), .. sender]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var cipher = body[(21 + idLength)..];
        var plain = new byte[cipher.Length - TagBytes];
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Decrypt(nonce, cipher[..^TagBytes], cipher[^TagBytes..], plain);
        return Encoding.UTF8.GetString(plain.AsSpan(0, Array.FindLastIndex(plain, static value => value == 2)));
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Point(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}

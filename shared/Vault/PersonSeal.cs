using System.Security.Cryptography;
using System.Text;
using Onbehalf.Ids;

namespace Onbehalf.Vault;

/// <summary>
/// Encrypts one person's data at rest: AES-256-GCM with that person's data key (a vault secret, cached for at most five minutes) and the row's key
/// as associated data. Deleting the data key makes all sealed data unreadable.
/// Layout: 1, length of the key's version, the key's version, nonce, tag, ciphertext.
/// </summary>
public sealed class PersonSeal(PersonSecrets secrets, TimeProvider time)
{
    private const byte Layout = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly DataKeys _keys = new(secrets, time);

    public async Task<byte[]> SealAsync(SubjectId owner, string rowKey, ReadOnlyMemory<byte> plain, CancellationToken cancellation)
    {
        var key = await _keys.CurrentAsync(owner, cancellation);
        var version = Encoding.ASCII.GetBytes(key.Version);
        var box = new byte[2 + version.Length + NonceLength + TagLength + plain.Length];
        box[0] = Layout;
        box[1] = checked((byte)version.Length);
        version.CopyTo(box, 2);

        var rest = box.AsSpan(2 + version.Length);
        var nonce = rest[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Bytes, TagLength);
        cipher.Encrypt(nonce, plain.Span, rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), Context(owner, rowKey));
        return box;
    }

    /// <summary>Returns the plain bytes, or null if the key was deleted or the bytes were not sealed for this owner and row.</summary>
    public async Task<byte[]?> OpenAsync(SubjectId owner, string rowKey, ReadOnlyMemory<byte> sealedBytes, CancellationToken cancellation)
    {
        if (sealedBytes.Length < 2 || sealedBytes.Span[0] != Layout || sealedBytes.Length < 2 + sealedBytes.Span[1] + NonceLength + TagLength)
            return null;
        var versionLength = sealedBytes.Span[1];
        var version = Encoding.ASCII.GetString(sealedBytes.Span.Slice(2, versionLength));
        if (version.Length == 0 || !version.All(char.IsAsciiLetterOrDigit))
            return null;
        return await _keys.FindAsync(owner, version, cancellation) is { } key
            ? Open(key, sealedBytes.Span[(2 + versionLength)..], Context(owner, rowKey))
            : null;
    }

    /// <summary>
    /// Returns a digest for comparing values of one person: an HMAC with a key derived from their data key, so that values cannot be guessed without
    /// the vault. It names its key version. If <paramref name="like"/> is given, the version of that digest is used.
    /// </summary>
    public async Task<string> DigestAsync(SubjectId owner, string rowKey, ReadOnlyMemory<byte> plain, string? like, CancellationToken cancellation)
    {
        var version = like?.Split(':')[0];
        var key = (version is null ? null : await _keys.FindAsync(owner, version, cancellation)) ?? await _keys.CurrentAsync(owner, cancellation);
        return $"{key.Version}:{Convert.ToHexStringLower(Keyed(key, Context(owner, rowKey), plain.Span))}";
    }

    private static byte[] Keyed(DataKey key, byte[] context, ReadOnlySpan<byte> plain)
    {
        Span<byte> derived = stackalloc byte[DataKey.Length];
        HKDF.Expand(HashAlgorithmName.SHA256, key.Bytes, derived, [.. "digest|"u8, .. context]);
        return HMACSHA256.HashData(derived, plain);
    }

    private static byte[]? Open(DataKey key, ReadOnlySpan<byte> rest, byte[] context)
    {
        var plain = new byte[rest.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key.Bytes, TagLength);
        try
        {
            cipher.Decrypt(rest[..NonceLength], rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Context(SubjectId owner, string rowKey) => Encoding.UTF8.GetBytes($"{Layout}|{owner}|{rowKey}");
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Vault;

/// <summary>One encrypted record per file: AES-256-GCM, bound to the file's name so that records cannot be swapped.</summary>
internal sealed class SealedFile(byte[] key)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Write<T>(string path, T record)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(record, Json);
        var bytes = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        using (var cipher = new AesGcm(key, TagLength))
            cipher.Encrypt(bytes.AsSpan(0, NonceLength), plain, bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), Bound(path));
        CryptographicOperations.ZeroMemory(plain);
        PrivateFile.Write(path, bytes);
    }

    public T Read<T>(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using (var cipher = new AesGcm(key, TagLength))
            cipher.Decrypt(bytes[..NonceLength], bytes[(NonceLength + TagLength)..], bytes.Slice(NonceLength, TagLength), plain, Bound(path));
        return JsonSerializer.Deserialize<T>(plain, Json) ?? throw new InvalidDataException($"{path} is empty.");
    }

    private static byte[] Bound(string path) => Encoding.UTF8.GetBytes(Path.GetFileName(path));
}

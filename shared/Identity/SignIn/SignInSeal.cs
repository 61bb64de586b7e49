using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Identity.SignIn;

/// <summary>Encrypts a ticket as a cookie value with AES-256-GCM, bound to the origin.</summary>
internal sealed class SignInSeal(SignInKey key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MaxLength = 2048;

    public async Task<string> SealAsync(SignInTicket ticket, Uri origin, CancellationToken cancellation)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(ticket);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(await key.ReadAsync(cancellation), TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Bound(origin));
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Returns the ticket, or null if this app did not create it for this origin.</summary>
    public async Task<SignInTicket?> OpenAsync(string text, Uri origin, CancellationToken cancellation)
    {
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text))
            return null;
        var box = Base64Url.DecodeFromChars(text);
        if (box.Length <= NonceBytes + TagBytes)
            return null;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(await key.ReadAsync(cancellation), TagBytes);
        try
        {
            cipher.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain, Bound(origin));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return JsonSerializer.Deserialize<SignInTicket>(plain);
    }

    private static byte[] Bound(Uri origin) => Encoding.UTF8.GetBytes($"sign-in {PublicOrigin.Text(origin)}");
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Onbehalf.Storage;

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

/// <summary>The key of sign-in cookies: one vault secret of the app. The first sign-in creates it; all instances share it.</summary>
internal sealed class SignInKey(SecretClient vault, TimeProvider time)
{
    private const string Name = "app-sign-in-key";

    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(5);

    private readonly SharedQuestion<byte[]> _question = new();
    private (byte[] Key, DateTimeOffset Until)? _cached;

    public async Task<byte[]> ReadAsync(CancellationToken cancellation) =>
        _cached is { } cached && time.GetUtcNow() < cached.Until
            ? cached.Key
            : await _question.AskAsync(AskAsync).WaitAsync(cancellation);

    private async Task<byte[]> AskAsync()
    {
        var key = await FindAsync();
        if (key is null)
        {
            await vault.SetSecretAsync(Name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            // Read again, because another instance can have written at the same time. The vault's newest version is used.
            key = await FindAsync() ?? throw new InvalidOperationException("The vault does not give back what it was given.");
        }

        _cached = (key, time.GetUtcNow() + CachedFor);
        return key;
    }

    private async Task<byte[]?> FindAsync()
    {
        try
        {
            return Convert.FromBase64String((await vault.GetSecretAsync(Name)).Value.Value);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}

/// <summary>The state of one sign-in in one browser: expected response values, nonce and PKCE verifier (OIDC Core §3.1.2.1, RFC 7636).</summary>
internal sealed record SignInTicket(string Provider, string State, string Nonce, string Verifier, string ReturnTo, DateTimeOffset ExpiresAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInTicket New(string provider, string returnTo, DateTimeOffset now) =>
        new(provider, Random(), Random(), Random(), returnTo, now + Lifetime);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

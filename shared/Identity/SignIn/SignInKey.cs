using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Onbehalf.Storage;

namespace Onbehalf.Identity.SignIn;

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

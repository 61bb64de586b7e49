using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Threads;

/// <summary>A vault in memory: these tests are about rows, not about the vault's protocol.</summary>
internal sealed class PaperVault : SecretClient
{
    private readonly ConcurrentDictionary<string, List<KeyVaultSecret>> _secrets = new(StringComparer.Ordinal);

    public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, CancellationToken cancellationToken = default)
    {
        var found = _secrets.TryGetValue(name, out var versions) ? versions.LastOrDefault(s => version is null || s.Properties.Version == version) : null;
        return found is null ? throw new RequestFailedException(404, "SecretNotFound") : Task.FromResult(Response.FromValue(found, null!));
    }

    public override Task<Response<KeyVaultSecret>> SetSecretAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        var secret = SecretModelFactory.KeyVaultSecret(SecretModelFactory.SecretProperties(name: name, version: Guid.NewGuid().ToString("N")), value);
        _secrets.AddOrUpdate(name, [secret], (_, versions) => [.. versions, secret]);
        return Task.FromResult(Response.FromValue(secret, null!));
    }
}

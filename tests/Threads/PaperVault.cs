using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Threads;

/// <summary>A vault in memory: these tests are about rows, not about the vault's protocol.</summary>
internal sealed class PaperVault : SecretClient
{
    private readonly ConcurrentDictionary<string, List<KeyVaultSecret>> _secrets = new(StringComparer.Ordinal);
    private int _reads;

    public int Reads => _reads;

    public int VersionsOf(string name) => _secrets.TryGetValue(name, out var versions) ? versions.Count : 0;

    public override AsyncPageable<SecretProperties> GetPropertiesOfSecretVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        AsyncPageable<SecretProperties>.FromPages([Page<SecretProperties>.FromValues([.. _secrets.GetValueOrDefault(name, []).Select(static secret => secret.Properties)], null, null!)]);

    public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, CancellationToken cancellationToken = default)
    {
        var found = _secrets.TryGetValue(name, out var versions) ? versions.LastOrDefault(s => version is null || s.Properties.Version == version) : null;
        Interlocked.Increment(ref _reads);
        return found is null ? throw new RequestFailedException(404, "SecretNotFound") : Task.FromResult(Response.FromValue(found, null!));
    }

    public override Task<Response<KeyVaultSecret>> SetSecretAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        var secret = SecretModelFactory.KeyVaultSecret(SecretModelFactory.SecretProperties(name: name, version: Guid.NewGuid().ToString("N"), createdOn: DateTimeOffset.UtcNow), value);
        _secrets.AddOrUpdate(name, [secret], (_, versions) => [.. versions, secret]);
        return Task.FromResult(Response.FromValue(secret, null!));
    }
}

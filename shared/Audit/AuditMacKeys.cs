using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Audit;

/// <summary>
/// The keys of the audit's MACs: the versions of one vault secret of the app. The first record creates it. A process reads the newest version
/// once and uses it until it exits, so a rotation takes effect with a restart. Each row names its version. Two processes that create the first
/// key at the same time create two versions, and both remain valid.
/// </summary>
public sealed class AuditMacKeys(SecretClient vault, TimeProvider time)
{
    internal const string Name = "app-audit-key";

    private const int KeyLength = 32;

    // A row can name any version; the list is not read again for each invented one.
    private static readonly TimeSpan ListedAgainAfter = TimeSpan.FromSeconds(1);

    private readonly SharedQuestion<AuditMacKey> _newest = new();
    private readonly SharedQuestion<Versions> _list = new();
    private readonly ConcurrentDictionary<string, AuditMacKey> _known = new(StringComparer.Ordinal);
    private AuditMacKey? _current;
    private Versions? _versions;

    internal async Task<AuditMacKey> CurrentAsync(CancellationToken cancellation) =>
        _current ?? await _newest.AskAsync(FindOrCreateAsync).WaitAsync(cancellation);

    internal async Task<AuditOrigin> OriginOfAsync(AuditRow row, CancellationToken cancellation)
    {
        if (row.KeyVersion is null || row.Mac is null)
            return row.KeyVersion is null && row.Mac is null && await WasBeforeKeyAsync(row.Timestamp, cancellation)
                ? AuditOrigin.OlderThanTheKey
                : AuditOrigin.NoMac;
        if (await FindAsync(row.KeyVersion, cancellation) is not { } key)
            return AuditOrigin.UnknownKey;
        return AuditMac.Fits(row, key.Bytes) ? AuditOrigin.App : AuditOrigin.WrongMac;
    }

    /// <summary>Returns whether this time is before the first version of the key. The table's writers must not be able to choose the time.</summary>
    internal async Task<bool> WasBeforeKeyAsync(DateTimeOffset? at, CancellationToken cancellation)
    {
        // Creates the key if it is missing, so that a first version always exists.
        await CurrentAsync(cancellation);
        var first = _versions?.First ?? (await ListAsync(cancellation)).First;
        return at < first;
    }

    private async Task<AuditMacKey> FindOrCreateAsync()
    {
        if (_current is { } current)
            return current;
        var secret = await GetAsync(version: null)
            ?? (await vault.SetSecretAsync(Name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)), CancellationToken.None)).Value;
        var key = AuditMacKey.Of(secret);
        _known[key.Version] = key;
        return _current = key;
    }

    private async Task<AuditMacKey?> FindAsync(string version, CancellationToken cancellation)
    {
        if (_known.TryGetValue(version, out var known))
            return known;
        var versions = _versions;
        if (versions is null || (!versions.All.Contains(version) && time.GetElapsedTime(versions.ReadAt) > ListedAgainAfter))
            versions = await ListAsync(cancellation);
        if (!versions.All.Contains(version) || await GetAsync(version).WaitAsync(cancellation) is not { } secret)
            return null;
        return _known[version] = AuditMacKey.Of(secret);
    }

    private async Task<Versions> ListAsync(CancellationToken cancellation) => _versions = await _list.AskAsync(ListAsync).WaitAsync(cancellation);

    private async Task<Versions> ListAsync()
    {
        var (at, all, first) = (time.GetTimestamp(), new HashSet<string>(StringComparer.Ordinal), (DateTimeOffset?)null);
        await foreach (var version in vault.GetPropertiesOfSecretVersionsAsync(Name))
        {
            all.Add(version.Version);
            first = first is null || version.CreatedOn < first ? version.CreatedOn : first;
        }

        return new(first, all, at);
    }

    private async Task<KeyVaultSecret?> GetAsync(string? version)
    {
        try
        {
            return (await vault.GetSecretAsync(Name, version, CancellationToken.None)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException disabled) when (version is not null && SecretVault.IsDisabled(disabled))
        {
            // A disabled version proves nothing. If the newest is unreadable, no record can be written.
            return null;
        }
    }

    /// <param name="First">The creation time of the oldest version, by the vault's clock.</param>
    private sealed record Versions(DateTimeOffset? First, HashSet<string> All, long ReadAt);
}

/// <summary>A key of 256 bits, and the version of its vault secret.</summary>
[JsonConverter(typeof(NeverSerialized<AuditMacKey>))]
internal sealed class AuditMacKey(string version, byte[] bytes)
{
    public string Version => version;

    public ReadOnlySpan<byte> Bytes => bytes;

    public static AuditMacKey Of(KeyVaultSecret secret) => new(secret.Properties.Version, Convert.FromBase64String(secret.Value));

    public override string ToString() => nameof(AuditMacKey);
}

/// <summary>
/// Computes HMAC-SHA256 over the position of a record and its hash, which covers the rest. The position is included, so that neither a hash nor
/// a MAC can be moved to another row.
/// </summary>
internal static class AuditMac
{
    private const string Purpose = "onbehalf audit row 1";

    public static string Of(AuditRow row, ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Purpose}\n{row.PartitionKey}\n{row.RowKey}\n{row.Hash}")));

    public static bool Fits(AuditRow row, ReadOnlySpan<byte> key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row.Mac ?? ""), Encoding.UTF8.GetBytes(Of(row, key)));
}

/// <summary>The writer of a row, as its MAC proves it.</summary>
internal enum AuditOrigin
{
    /// <summary>The app: the MAC is valid.</summary>
    App,

    /// <summary>Unknown, but the table had the row before the key existed.</summary>
    OlderThanTheKey,

    NoMac,

    WrongMac,

    /// <summary>The vault does not return the key version that the row names.</summary>
    UnknownKey,
}

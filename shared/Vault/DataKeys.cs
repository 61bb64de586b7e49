using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>
/// The data keys of people, cached for at most five minutes. Two processes that create a person's first key at the same time create two versions
/// of one secret. Each sealed value names its version, so both remain readable.
/// </summary>
internal sealed class DataKeys(PersonSecrets secrets, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
    private static readonly SecretPurpose Purpose = new("data-key");

    /// <summary>A null version is the newest one.</summary>
    private readonly ConcurrentDictionary<(SubjectId Owner, string? Version), Cached> _cache = new();

    /// <summary>Returns the key for sealing, and creates it if the person has none.</summary>
    public async Task<DataKey> CurrentAsync(SubjectId owner, CancellationToken cancellation) =>
        (await ShareAsync((owner, null), () => FindOrCreateAsync(owner)).WaitAsync(cancellation))!;

    /// <summary>Returns the key of a sealed value; null if it was deleted.</summary>
    public Task<DataKey?> FindAsync(SubjectId owner, string version, CancellationToken cancellation) =>
        ShareAsync((owner, version), () => FindAsync(owner, version)).WaitAsync(cancellation);

    // The load is shared, so no caller's cancellation may end it; the client has timeouts of its own.
    private Task<DataKey?> ShareAsync((SubjectId Owner, string? Version) key, Func<Task<DataKey?>> load)
    {
        var now = time.GetUtcNow();
        if (_cache.TryGetValue(key, out var cached) && cached.IsGoodAt(now))
            return cached.Key.Value;
        foreach (var (old, entry) in _cache)
        {
            if (!entry.IsGoodAt(now))
                _cache.TryRemove(KeyValuePair.Create(old, entry));
        }

        return _cache.GetOrAdd(key, _ => new Cached(new(load), now + KeptFor)).Key.Value;
    }

    private async Task<DataKey?> FindOrCreateAsync(SubjectId owner)
    {
        var stored = await secrets.FindAsync(owner, Purpose, null, CancellationToken.None)
            ?? await secrets.SetAsync(owner, Purpose, new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(DataKey.Length))), CancellationToken.None);
        var key = new DataKey(stored.Version, Convert.FromBase64String(stored.Text.Reveal()));
        _cache.TryAdd((owner, key.Version), new Cached(new(Task.FromResult<DataKey?>(key)), time.GetUtcNow() + KeptFor));
        return key;
    }

    private async Task<DataKey?> FindAsync(SubjectId owner, string version) =>
        await secrets.FindAsync(owner, Purpose, version, CancellationToken.None) is { } stored
            ? new(stored.Version, Convert.FromBase64String(stored.Text.Reveal()))
            : null;

    private sealed record Cached(Lazy<Task<DataKey?>> Key, DateTimeOffset Until)
    {
        /// <summary>A failed load and a missing key are not cached.</summary>
        public bool IsGoodAt(DateTimeOffset now) =>
            now < Until && (!Key.IsValueCreated || !Key.Value.IsCompleted || (Key.Value.IsCompletedSuccessfully && Key.Value.Result is not null));
    }
}

/// <summary>256 bits, and the vault's version of the secret that holds them.</summary>
[JsonConverter(typeof(NeverSerialized<DataKey>))]
internal sealed class DataKey(string version, byte[] bytes)
{
    public const int Length = 32;

    public string Version => version;

    public ReadOnlySpan<byte> Bytes => bytes;

    public override string ToString() => nameof(DataKey);
}

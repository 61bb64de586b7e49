using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Vault;

/// <summary>
/// A person's secrets in the vault, named <c>u-{subject}-{purpose}-g{n}</c>: derived from the subject, unique, without personal data in names
/// or tags. After a soft delete, the next generation is used. Table <c>grants</c> stores its number, because the vault gives the same answer for
/// a deleted, a purged and an unknown name.
/// </summary>
public sealed class PersonSecrets(SecretClient vault, Tables tables)
{
    private const int MaxGenerations = 100_000;

    private readonly SecretGenerations _generations = new(tables);
    private readonly ConcurrentDictionary<(SubjectId Subject, SecretPurpose Purpose), int> _known = new();

    public async Task<SecretText?> ReadAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation) =>
        (await FindAsync(subject, purpose, null, cancellation))?.Text;

    public Task WriteAsync(SubjectId subject, SecretPurpose purpose, SecretText value, CancellationToken cancellation) =>
        SetAsync(subject, purpose, value, cancellation);

    public async Task DeleteAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation)
    {
        while (await FindAsync(subject, purpose, null, cancellation) is { } found)
            await vault.StartDeleteSecretAsync(found.Name.Value, cancellation);
    }

    /// <summary>Returns the requested version, or the newest, of the current generation.</summary>
    internal async Task<StoredSecret?> FindAsync(SubjectId subject, SecretPurpose purpose, string? version, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault((subject, purpose), 1);
        if (await GetAsync(new(subject, purpose, known), version, cancellation) is { } secret)
            return secret;
        var newest = await _generations.NewestAsync(subject, purpose, cancellation);
        _known[(subject, purpose)] = newest;
        return newest == known ? null : await GetAsync(new(subject, purpose, newest), version, cancellation);
    }

    internal async Task<StoredSecret> SetAsync(SubjectId subject, SecretPurpose purpose, SecretText value, CancellationToken cancellation)
    {
        // The lookup determines the newest generation, deleted or not.
        await FindAsync(subject, purpose, null, cancellation);
        for (var generation = _known[(subject, purpose)]; generation <= MaxGenerations; generation++)
        {
            var name = new SecretName(subject, purpose, generation);
            try
            {
                var stored = (await vault.SetSecretAsync(name.Value, value.Reveal(), cancellation)).Value;
                _known[(subject, purpose)] = generation;
                return new(name, stored.Properties.Version, value);
            }
            catch (RequestFailedException deleted) when (deleted.Status == 409)
            {
                // ObjectIsDeletedButRecoverable: recovery would restore the old value, so the next generation is used.
                await _generations.BeginAsync(subject, purpose, generation + 1, cancellation);
            }
        }

        throw new InvalidOperationException($"The vault keeps {MaxGenerations} deleted generations of this secret.");
    }

    /// <summary>Disables one version of the current generation without deleting it.</summary>
    internal async Task DisableAsync(SubjectId subject, SecretPurpose purpose, string version, CancellationToken cancellation)
    {
        if (await FindAsync(subject, purpose, version, cancellation) is { } found)
            await DisableAsync(found.Name, version, cancellation);
    }

    /// <summary>Disables every version of the current generation.</summary>
    internal async Task DisableAllAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation)
    {
        while (await FindAsync(subject, purpose, null, cancellation) is { } found)
        {
            await foreach (var properties in vault.GetPropertiesOfSecretVersionsAsync(found.Name.Value, cancellation))
            {
                if (properties.Enabled != false)
                    await DisableAsync(found.Name, properties.Version, cancellation);
            }
        }
    }

    private async Task DisableAsync(SecretName name, string version, CancellationToken cancellation) =>
        await vault.UpdateSecretPropertiesAsync(new SecretProperties(new Uri(vault.VaultUri, $"secrets/{name}/{version}")) { Enabled = false }, cancellation);

    private async Task<StoredSecret?> GetAsync(SecretName name, string? version, CancellationToken cancellation)
    {
        try
        {
            var secret = (await vault.GetSecretAsync(name.Value, version, cancellation)).Value;
            _known[(name.Subject, name.Purpose)] = name.Generation;
            return new(name, secret.Properties.Version, new SecretText(secret.Value));
        }
        catch (RequestFailedException missing) when (missing.Status == 404 || SecretVault.IsDisabled(missing))
        {
            return null;
        }
    }
}

/// <summary>
/// Stores the newest generation of each deleted secret in table <c>grants</c>. The number only grows. A secret that was never deleted has no row.
/// </summary>
internal sealed class SecretGenerations(Tables tables)
{
    private const string Generation = "generation";
    private const int MaxAttempts = 8;

    /// <summary>1 for a secret that was never deleted.</summary>
    public async Task<int> NewestAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation) =>
        (await FindAsync(subject, purpose, cancellation))?.GetInt32(Generation) ?? 1;

    /// <summary>Written before the secret is set, so that every process uses the new generation.</summary>
    public async Task BeginAsync(SubjectId subject, SecretPurpose purpose, int generation, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await FindAsync(subject, purpose, cancellation);
            if (before?.GetInt32(Generation) >= generation)
                return;
            var row = new TableEntity(subject.Value, RowKey(purpose)) { [Generation] = generation };
            try
            {
                await (before is null
                    ? tables.Grants.AddEntityAsync(row, cancellation)
                    : tables.Grants.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellation));
                return;
            }
            catch (RequestFailedException faster) when (faster.Status is 409 or 412)
            {
                // Another process started a generation, possibly the same one.
            }
        }

        throw new InvalidOperationException("The generation of a secret changes faster than it can be written.");
    }

    private async Task<TableEntity?> FindAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation) =>
        await tables.Grants.GetEntityIfExistsAsync<TableEntity>(subject.Value, RowKey(purpose), null, cancellation) is { HasValue: true, Value: { } row }
            ? row
            : null;

    /// <summary>Purposes have no dot.</summary>
    private static string RowKey(SecretPurpose purpose) => $"generation.{purpose}";
}

/// <summary>
/// <c>u-{subject}-{purpose}-g{n}</c>, at most 127 of a-z, 0-9 and hyphen. Subject ids have one length and generations are plain numbers,
/// so no two names of different people or purposes are equal.
/// </summary>
internal readonly record struct SecretName(SubjectId Subject, SecretPurpose Purpose, int Generation)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"u-{Subject}-{Purpose}-g{Generation}");

    public override string ToString() => Value;
}

/// <summary>What a secret is for, such as a source's login, a session or a data key. Never from tool arguments.</summary>
public readonly record struct SecretPurpose
{
    public SecretPurpose(string value) => Value = SettingName.Require(value);

    public string Value { get; }

    public override string ToString() => Value;
}

/// <summary>A secret with its name and version in the vault.</summary>
internal sealed record StoredSecret(SecretName Name, string Version, SecretText Text);

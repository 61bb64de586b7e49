using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>
/// One person's grant for one connection, as stored in table <c>grants</c>; the refresh token is in the vault. <paramref name="Grant"/> changes
/// with every new connection, which invalidates cache entries of the old one. <paramref name="Secret"/> is the current version of the vault
/// secret, <paramref name="Previous"/> the one before it, kept until the current one has worked.
/// </summary>
internal sealed record DelegatedGrant(SubjectId Subject, ConnectionName Connection, GrantState State, string Grant)
{
    public string? Secret { get; init; }

    public string? Previous { get; init; }

    public string Scopes { get; init; } = "";

    /// <summary>The sentence about the state for the person; never a name.</summary>
    public string? Reason { get; init; }

    /// <summary>The person's account at the provider, sealed for them.</summary>
    public byte[]? Account { get; init; }

    /// <summary>JSON with the hashes of the MCP server's tool descriptions that the person agreed to.</summary>
    public string? Pins { get; init; }

    public DateTimeOffset? ConnectedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public ETag ETag { get; init; }

    public static string AccountSeal(ConnectionName connection) => $"grants|{connection}";

    public TableEntity ToRow()
    {
        var row = new TableEntity(Subject.Value, Connection.Value);
        foreach (var (name, value) in new (string, object?)[]
        {
            ("state", State.ToString()), ("grant", Grant), ("secret", Secret), ("previous", Previous), ("scopes", Scopes), ("reason", Reason),
            ("account", Account), ("pins", Pins), ("connectedAt", ConnectedAt), ("lastUsedAt", LastUsedAt),
        })
        {
            if (value is not null)
                row[name] = value;
        }

        return row;
    }

    /// <summary>Returns the grant, or null if the row is invalid: then the person has none.</summary>
    public static DelegatedGrant? Read(TableEntity row) =>
        SubjectId.TryParse(row.PartitionKey, out var subject)
        && Enum.TryParse<GrantState>(row.GetString("state"), out var state)
        && row.GetString("grant") is { } grant
            ? new(subject, new(row.RowKey), state, grant)
            {
                Secret = row.GetString("secret"),
                Previous = row.GetString("previous"),
                Scopes = row.GetString("scopes") ?? "",
                Reason = row.GetString("reason"),
                Account = row.GetBinary("account"),
                Pins = row.GetString("pins"),
                ConnectedAt = row.GetDateTimeOffset("connectedAt"),
                LastUsedAt = row.GetDateTimeOffset("lastUsedAt"),
                ETag = row.ETag,
            }
            : null;
}

/// <summary>Stores refresh tokens in the vault, each with the id of its grant, so that a token of an earlier grant is never used for a newer one.</summary>
internal sealed class GrantSecrets(PersonSecrets secrets)
{
    /// <summary>Returns the refresh token, or null if the vault has none for this grant.</summary>
    public async Task<SecretText?> ReadAsync(DelegatedGrant grant, Connection connection, string version, CancellationToken cancellation)
    {
        if (await secrets.FindAsync(grant.Subject, connection.Secret, version, cancellation) is not { } secret)
            return null;
        var stored = JsonSerializer.Deserialize<Stored>(secret.Text.Reveal(), JsonSerializerOptions.Web);
        return stored?.Grant == grant.Grant ? new(stored.RefreshToken) : null;
    }

    /// <summary>Returns the version of the stored secret.</summary>
    public async Task<string> WriteAsync(
        SubjectId subject, Connection connection, string grant, string scopes, SecretText refreshToken, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(new Stored(grant, scopes, refreshToken.Reveal()), JsonSerializerOptions.Web);
        return (await secrets.SetAsync(subject, connection.Secret, new(text), cancellation)).Version;
    }

    public Task DisableAsync(SubjectId subject, Connection connection, string version, CancellationToken cancellation) =>
        secrets.DisableAsync(subject, connection.Secret, version, cancellation);

    public Task DisableAllAsync(SubjectId subject, Connection connection, CancellationToken cancellation) =>
        secrets.DisableAllAsync(subject, connection.Secret, cancellation);

    public Task DeleteAsync(SubjectId subject, Connection connection, CancellationToken cancellation) =>
        secrets.DeleteAsync(subject, connection.Secret, cancellation);

    private sealed record Stored(string Grant, string Scopes, string RefreshToken);
}

public enum GrantState
{
    /// <summary>Nothing is connected.</summary>
    None,

    Connected,

    /// <summary>The provider no longer honours the grant: the person must connect again.</summary>
    Reconnect,
}

/// <summary>The result of refreshing one person's grant.</summary>
internal abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>The grant's successor, if any, is stored in the vault.</summary>
    public sealed record Fresh(DelegatedGrant Grant, SecretText AccessToken, TimeSpan ExpiresIn) : RefreshResult;

    /// <summary>Only the person can restore it.</summary>
    public sealed record Ended : RefreshResult;

    public sealed record Unavailable(string Reason) : RefreshResult;

    /// <summary>The provider issued a successor, but the vault write failed. The successor is kept in memory, and the write is retried first.</summary>
    public sealed record NotKept(Spent Spent) : RefreshResult;
}

/// <summary>A completed refresh whose successor is not in the vault yet.</summary>
internal sealed record Spent(string Grant, string Version, TokenAnswer.Granted Answer);

using Azure;
using Azure.Data.Tables;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.People;

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

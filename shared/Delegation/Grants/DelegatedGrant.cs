using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>
/// What is known of one person's grant for one connection, as it lies in table <c>grants</c>; the refresh token itself is in the vault.
/// <paramref name="Grant"/> is new with every connecting, so whatever is remembered under it ends with it. <paramref name="Secret"/> is the
/// version of the vault secret in use, <paramref name="Previous"/> the one before it, kept until the one in use has worked.
/// </summary>
internal sealed record DelegatedGrant(SubjectId Subject, ConnectionName Connection, GrantState State, string Grant)
{
    public string? Secret { get; init; }

    public string? Previous { get; init; }

    public string Scopes { get; init; } = "";

    /// <summary>What a person is told about the state; never somebody's name.</summary>
    public string? Reason { get; init; }

    /// <summary>Who the person is at the provider, sealed for them.</summary>
    public byte[]? Account { get; init; }

    /// <summary>JSON: the descriptions of an MCP server's tools as the person agreed to them, each as a hash.</summary>
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

    /// <summary>The grant, or null when the row is not one: then the person has none.</summary>
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

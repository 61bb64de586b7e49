using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Linking;

/// <summary>Stores pending links in table <c>links</c> under the hash of their state. Each is used once, on any instance.</summary>
public sealed class ConnectLinks
{
    private const string RowKey = "connect";

    private readonly Tables _tables;
    private readonly PersonSeal _seal;
    private readonly TimeProvider _time;

    internal ConnectLinks(Tables tables, PersonSeal seal, TimeProvider time)
    {
        _tables = tables;
        _seal = seal;
        _time = time;
    }

    /// <summary>Deletes the rows of expired links.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter($"RowKey eq {RowKey} and expiresAt lt {_time.GetUtcNow()}");
        await foreach (var row in _tables.Links.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await _tables.Links.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    /// <returns>The state that the provider must return.</returns>
    internal async Task<string> AddAsync(Caller caller, Connection connection, ConnectLink link, CancellationToken cancellation)
    {
        var state = ConnectLink.Random();
        var hash = ConnectLink.HashOf(state);
        var box = await _seal.SealAsync(caller.Subject.Id, hash, JsonSerializer.SerializeToUtf8Bytes(link), cancellation);
        var row = PersonRow.Into(new(hash, RowKey), caller.Subject);
        row["session"] = caller.Session ?? throw new InvalidOperationException("A connection is made from a browser session.");
        row["connection"] = connection.Id.Value;
        row["expiresAt"] = _time.GetUtcNow() + ConnectLink.Lifetime;
        row["sealed"] = box;
        await _tables.Links.AddEntityAsync(row, cancellation);
        return state;
    }

    internal async Task<StartedLink?> FindAsync(string state, CancellationToken cancellation)
    {
        var row = await _tables.Links.GetEntityIfExistsAsync<TableEntity>(ConnectLink.HashOf(state), RowKey, null, cancellation);
        return row is { HasValue: true, Value: { } found }
            && PersonRow.Read(found) is { } person
            && found.GetString("session") is { } session
            && found.GetString("connection") is { } connection
            && found.GetDateTimeOffset("expiresAt") is { } expires
            && expires > _time.GetUtcNow()
            && found.GetBinary("sealed") is { } box
                ? new(found.PartitionKey, person, session, new(connection), expires, box, found.ETag)
                : null;
    }

    /// <summary>Returns the part of the link that is sealed for its person; null if the link was used before.</summary>
    internal async Task<ConnectLink?> TakeAsync(StartedLink link, CancellationToken cancellation)
    {
        try
        {
            await _tables.Links.DeleteEntityAsync(link.Hash, RowKey, link.ETag, cancellation);
        }
        catch (RequestFailedException taken) when (taken.Status is 404 or 412)
        {
            return null;
        }

        return await _seal.OpenAsync(link.Person.Id, link.Hash, link.Sealed, cancellation) is { } plain
            ? JsonSerializer.Deserialize<ConnectLink>(plain)
            : null;
    }
}

/// <summary>The state of one pending link: expected response values, nonce and PKCE verifier (RFC 7636, OIDC Core §3.1.2.1). Sealed at rest.</summary>
internal sealed record ConnectLink(string Nonce, string Verifier, string ReturnTo)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static ConnectLink New(string returnTo) => new(Random(), Random(), returnTo);

    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string state) => Sha256.Hex(state);
}

/// <summary>A stored link, under the hash of its state, for one person in one browser session.</summary>
internal sealed record StartedLink(
    string Hash, Subject Person, string Session, ConnectionName Connection, DateTimeOffset ExpiresAt, byte[] Sealed, Azure.ETag ETag);

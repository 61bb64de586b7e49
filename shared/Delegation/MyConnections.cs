using System.Text;
using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation;

/// <summary>A person's own connections: what is connected, and ending it.</summary>
public sealed class MyConnections
{
    private readonly ConnectionCatalog _catalog;
    private readonly GrantRows _rows;
    private readonly GrantEnding _ending;
    private readonly ConnectAudit _audit;
    private readonly PersonSeal _seal;

    internal MyConnections(ConnectionCatalog catalog, GrantRows rows, GrantEnding ending, ConnectAudit audit, PersonSeal seal)
    {
        _catalog = catalog;
        _rows = rows;
        _ending = ending;
        _audit = audit;
        _seal = seal;
    }

    public async Task<IReadOnlyList<ConnectionView>> ListAsync(Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var grants = (await _rows.OfAsync(authority.Subject.Id, cancellation)).ToDictionary(static grant => grant.Connection);
        return await Task.WhenAll(
            _catalog
                .All.Where(static connection => !connection.IsExchange)
                .Select(connection => ViewAsync(connection, grants.GetValueOrDefault(connection.Id), cancellation)));
    }

    /// <summary>Returns the ids of the current connections in the order of the deployment's list.</summary>
    public async Task<IReadOnlyList<string>> LinkedAsync(Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (_catalog.All.IsEmpty)
            return [];
        var connected = (await _rows.OfAsync(authority.Subject.Id, cancellation))
            .Where(static grant => grant.State is GrantState.Connected)
            .Select(static grant => grant.Connection)
            .ToHashSet();
        return
        [
            .. _catalog.All.Where(connection => !connection.IsExchange && connected.Contains(connection.Id)).Select(static connection => connection.Id.Value),
        ];
    }

    /// <summary>Returns whether the provider confirmed the end; null if this caller cannot have such a connection.</summary>
    public async Task<bool?> DisconnectAsync(Caller caller, string provider, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (_catalog.Find(provider) is not { IsExchange: false } connection)
            return null;
        if (await _rows.FindAsync(caller.Subject.Id, connection.Id, cancellation) is not { } grant)
            return false;
        var entry = ConnectAudit.Ending(caller.Subject, connection.Id, grant.Grant.Length > 0 ? grant.Grant : Guid.NewGuid().ToString("N"));
        await _audit.BeginAsync(entry, cancellation);
        var revoked = await _ending.DisconnectAsync(caller.Subject.Id, connection, cancellation) ?? false;
        await _audit.EndAsync(entry, AuditDecision.Succeeded, revoked ? null : "not-revoked-upstream");
        return revoked;
    }

    private async Task<ConnectionView> ViewAsync(Connection connection, DelegatedGrant? grant, CancellationToken cancellation)
    {
        var account = grant?.Account is { } box ? await _seal.OpenAsync(grant.Subject, DelegatedGrant.AccountSeal(connection.Id), box, cancellation) : null;
        return new(
            connection.Id.Value,
            connection.Name,
            connection.IsMcp ? "mcp" : "oauth",
            grant?.State ?? GrantState.None,
            grant?.Reason,
            (grant?.Scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            account is null ? null : Encoding.UTF8.GetString(account),
            grant?.ConnectedAt,
            grant?.LastUsedAt);
    }
}

/// <summary>One connection as its person sees it.</summary>
/// <param name="Account">The account at the provider, if the provider named it.</param>
public sealed record ConnectionView(
    string Provider,
    string Name,
    string Kind,
    GrantState State,
    string? Reason,
    IReadOnlyList<string> Scopes,
    string? Account,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? LastUsedAt);

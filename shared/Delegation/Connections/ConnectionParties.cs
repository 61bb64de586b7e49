using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Delegation.Connections;

/// <summary>The client of each connection's provider; requests go through the guard.</summary>
internal sealed class ConnectionParties(ConnectionCatalog catalog, OutgoingGuard guard, TimeProvider time, ILogger<ConnectionParties>? log = null)
{
    private readonly FrozenDictionary<string, IssuerMetadata> _byId = catalog.All
        .Where(static connection => connection.Party is not null)
        .ToFrozenDictionary(static connection => connection.Id.Value, connection => Open(connection, guard, time, log), StringComparer.Ordinal);

    public IssuerMetadata Of(Connection connection) => _byId[connection.Id.Value];

    private static IssuerMetadata Open(Connection connection, OutgoingGuard guard, TimeProvider time, ILogger? log)
    {
        var (party, http) = (connection.Party!, guard.Client(connection.IsDemo, Outbound.Timeout));
        if (connection.Declared is not { } declared)
            return new(party, http, time, log: log);
        return new(party, http, time, new IssuerSnapshot(party, new OpenIdConnectConfiguration
        {
            Issuer = party.Url,
            AuthorizationEndpoint = declared.AuthorizationEndpoint,
            TokenEndpoint = declared.TokenEndpoint,
            RevocationEndpoint = declared.RevocationEndpoint,
        }));
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Connections;

/// <summary>A product that the agent can use as a person who connected it. The operator's settings are validated at the start.</summary>
internal sealed class Connection
{
    private const string OpenId = "openid";
    private const string CompanyZone = "company";

    private static readonly FrozenSet<string> EntraHosts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn");

    public Connection(ConnectionSetting setting)
    {
        Id = new ConnectionName(setting.Id);
        Name = setting.Name ?? setting.Id;
        Zone = setting.Zone ?? setting.Id;
        IsMcp = setting.Kind == "mcp";
        IsDemo = setting.Demo;
        IsOnBehalfOf = setting.Grant == "on-behalf-of";
        IsExchange = IsOnBehalfOf || setting.Grant == "token-exchange";
        Check(setting);
        Url = new Uri(setting.Url!);
        Resource = setting.Resource ?? setting.Url!;
        Reads = setting.Reads.ToFrozenSet(StringComparer.Ordinal);
        Scopes = setting.Scopes ?? (setting.Issuer is null || IsExchange ? "" : $"{OpenId} offline_access");
        IsOpenId = setting.Issuer is not null && Scopes.Split(' ').Contains(OpenId);
        IssuerId = setting.Issuer;
        Party = IsExchange ? null : PartyOf(setting);
        Client = IsOnBehalfOf ? new(setting.ClientId!, setting.ClientSecret is { Length: > 0 } secret ? new(secret) : null) : null;
        Declared = setting.Issuer is null && !IsExchange ? setting : null;
    }

    public ConnectionName Id { get; }

    public string Name { get; }

    public string Zone { get; }

    public bool IsMcp { get; }

    public bool IsDemo { get; }

    /// <summary>The person's sign-in is exchanged for a token of this resource; there is nothing to connect.</summary>
    public bool IsExchange { get; }

    /// <summary>An exchange by Entra's on-behalf-of flow, as a process that continues without the person.</summary>
    public bool IsOnBehalfOf { get; }

    /// <summary>The provider identifies the person with an ID token that is bound to the request.</summary>
    public bool IsOpenId { get; }

    public Uri Url { get; }

    public string Resource { get; }

    public string Scopes { get; }

    public FrozenSet<string> Reads { get; }

    /// <summary>The issuer's address, or for an exchange the id of the sign-in issuer.</summary>
    public string? IssuerId { get; }

    /// <summary>The client of this app at the provider; null for an exchange, which uses the sign-in client.</summary>
    public Issuer? Party { get; }

    /// <summary>This app as the API that people's tokens are for: the client of an on-behalf-of flow.</summary>
    public ApiClient? Client { get; }

    /// <summary>The resource parameter (RFC 8707), if used. Entra derives it from the scopes and refuses the parameter.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ResourceParameter =>
        IssuerId is not null && EntraHosts.Contains(new Uri(IssuerId).Host) ? [] : [new("resource", Resource)];

    /// <summary>The endpoints of a provider without a discovery document.</summary>
    public ConnectionSetting? Declared { get; }

    public SecretPurpose Secret => SecretOf(Id);

    private static SecretPurpose SecretOf(ConnectionName id) => new($"grant-{id}");

    private static Issuer PartyOf(ConnectionSetting setting) => new(new IssuerSetting
    {
        Id = setting.Id,
        Issuer = setting.Issuer ?? new Uri(setting.TokenEndpoint!).GetLeftPart(UriPartial.Authority),
        Name = setting.Name,
        Audience = setting.Resource ?? setting.Url!,
        ClientId = setting.ClientId,
        ClientSecret = setting.ClientSecret,
        ClientAssertion = setting.ClientAssertion,
        Directory = new() { Kind = "grant" },
    });

    private void Check(ConnectionSetting setting)
    {
        if (setting.Kind is not ("oauth" or "mcp"))
            throw Wrong("kind is oauth or mcp");
        if (setting.Grant is not ("refresh" or "token-exchange" or "on-behalf-of"))
            throw Wrong("grant is refresh, token-exchange or on-behalf-of: a connection acts as the person who uses it, never as itself");
        if (setting is { Id: CompanyZone, Zone: null })
            throw Wrong($"its id is the name of the company's own zone: give it another id, or say \"zone\": \"{CompanyZone}\" if that is meant");
        if (SecretOf(Id).Value.Length > 60)
            throw Wrong("its id is too long");
        foreach (var (address, what) in new[]
        {
            (setting.Url, "url"), (IsExchange ? null : setting.Issuer, "issuer"), (setting.AuthorizationEndpoint, "authorizationEndpoint"),
            (setting.TokenEndpoint, "tokenEndpoint"), (setting.RevocationEndpoint, "revocationEndpoint"),
        })
        {
            if (address is not null && !IsAllowed(address, setting.Demo))
                throw Wrong($"{what} must be an https address of another machine (of this one only with demo)");
        }

        if (setting.Url is null)
            throw Wrong("url is missing: the only place its tokens may go");
        if (setting.Reads.Length > 0 && !IsMcp)
            throw Wrong("reads goes with kind mcp");
        if (IsExchange ? setting.Issuer is null : setting.Issuer is null && (setting.AuthorizationEndpoint is null || setting.TokenEndpoint is null))
            throw Wrong("it cannot know who is asking: name the issuer, or authorizationEndpoint and tokenEndpoint, that let each person sign in");
        if (IsOnBehalfOf && string.IsNullOrWhiteSpace(setting.Scopes))
            throw Wrong("an on-behalf-of connection names the scopes of its resource");
        if ((!IsExchange || IsOnBehalfOf) && (setting.ClientId is null || (setting.ClientSecret is null && setting.ClientAssertion is null)))
            throw Wrong("clientId and clientSecret (or clientAssertion) are missing");
        if (IsExchange && !IsOnBehalfOf && (setting.ClientId ?? setting.ClientSecret ?? setting.ClientAssertion) is not null)
            throw Wrong("a token-exchange is done by the sign-in client: no clientId or secret of its own");
    }

    private static bool IsAllowed(string address, bool demo) =>
        Outbound.IsSafe(address)
        && new Uri(address) is var uri
        && (demo || !(uri.IsLoopback || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var literal) && !Outgoing.Addresses.IsPublic(literal))));

    private InvalidOperationException Wrong(string what) => new($"ONBEHALF_CONNECTIONS, connection '{Id}': {what}.");
}

/// <param name="Secret">Null if the app authenticates with its managed identity.</param>
internal sealed record ApiClient(string Id, SecretText? Secret);

/// <summary>The id of a connection in the operator's settings. Never from tool arguments.</summary>
internal readonly record struct ConnectionName
{
    public ConnectionName(string value) => Value = SettingName.Require(value);

    public string Value { get; }

    public override string ToString() => Value;
}

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

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;

namespace Onbehalf.Delegation.Connections;

/// <summary>The connections that people can make. Empty without <c>ONBEHALF_CONNECTIONS</c>.</summary>
internal sealed class ConnectionCatalog(ImmutableArray<Connection> connections)
{
    private readonly FrozenDictionary<string, Connection> _byId = connections.ToFrozenDictionary(
        static connection => connection.Id.Value, StringComparer.Ordinal);

    public ImmutableArray<Connection> All => connections;

    public Connection? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the setting; throws on any mistake, so that the app does not start.</summary>
    public static ConnectionCatalog Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return new([]);
        try
        {
            var all = (JsonSerializer.Deserialize<ConnectionSetting[]>(json, SettingJson.Strict) ?? [])
                .Select(static setting => new Connection(setting))
                .ToImmutableArray();
            return all.GroupBy(static one => one.Id).FirstOrDefault(static same => same.Count() > 1) is { Key: var twice }
                ? throw new InvalidOperationException($"ONBEHALF_CONNECTIONS names '{twice}' twice.")
                : new(all);
        }
        catch (JsonException wrong)
        {
            // The text holds client secrets: only the place of the mistake is told.
            throw new InvalidOperationException(
                $"ONBEHALF_CONNECTIONS is not a valid list of connections (at {wrong.Path ?? "its start"}). A key or token shared by everybody is no member of it: each person connects as themselves."
            );
        }
    }
}

/// <summary>One entry of <c>ONBEHALF_CONNECTIONS</c> as written by the operator.</summary>
internal sealed record ConnectionSetting
{
    public required string Id { get; init; }

    /// <summary>The name shown to people; the id by default.</summary>
    public string? Name { get; init; }

    /// <summary><c>oauth</c> or <c>mcp</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>An OpenID provider with a discovery document; else the endpoints are named one by one.</summary>
    public string? Issuer { get; init; }

    public string? AuthorizationEndpoint { get; init; }

    public string? TokenEndpoint { get; init; }

    public string? RevocationEndpoint { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary><c>managed-identity</c>: the app's own federated credential instead of a secret (Entra).</summary>
    public string? ClientAssertion { get; init; }

    public string? Scopes { get; init; }

    /// <summary>The resource of the tokens (RFC 8707); the URL by default.</summary>
    public string? Resource { get; init; }

    /// <summary>The origin that the tokens are sent to; for <c>mcp</c>, the endpoint.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// <c>refresh</c> (the person connects), <c>token-exchange</c> (RFC 8693 with the person's sign-in) or <c>on-behalf-of</c> (the same in Entra).
    /// </summary>
    public string Grant { get; init; } = "refresh";

    /// <summary>MCP tools that only read. The server's own annotations are not trusted.</summary>
    public string[] Reads { get; init; } = [];

    /// <summary>The zone that its data may be used in without a confirmation; by default, a zone of its own.</summary>
    public string? Zone { get; init; }

    /// <summary>The provider and its server are on this machine.</summary>
    public bool Demo { get; init; }
}

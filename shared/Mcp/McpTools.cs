using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>
/// Lists the tools of MCP servers for each person with their own token, cached for a minute by person and version of the grant. A person without
/// a connection gets one tool that explains how to connect.
/// </summary>
internal sealed class McpTools(ConnectionCatalog catalog, McpServers servers, ToolPins pins, DelegatedTokens tokens, TimeProvider time) : IPersonalTools
{
    private const int MostRemembered = 5_000;

    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<(SubjectId Person, ConnectionName Connection), Listing> _listings = new();

    public ITool? Find(string name) => McpName.Owner(catalog, name) switch
    {
        null => null,
        var connection when name == McpName.Prefix(connection) + McpName.Connect => new McpConnectTool(connection, tokens),
        var connection => Tool(connection, name, "", null),
    };

    public async Task<IReadOnlyList<ITool>> OfAsync(Authority authority, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(
            catalog.All.Where(static connection => connection.IsMcp).Select(connection => OfAsync(authority, connection, cancellation)));
        return [.. found.SelectMany(static tools => tools)];
    }

    /// <summary>Returns the tools of one connection, or the one that explains how to connect; none while its server does not answer.</summary>
    public async Task<ImmutableArray<ITool>> OfAsync(Authority authority, Connection connection, CancellationToken cancellation)
    {
        switch (await tokens.GetAsync(authority, connection.Id, cancellation))
        {
            case DelegatedTokenResult.ConsentRequired:
                return [new McpConnectTool(connection, tokens)];
            case DelegatedTokenResult.Granted { Token.Grant: var grant }:
                var key = (authority.Subject.Id, connection.Id);
                if (_listings.TryGetValue(key, out var known) && known.Grant == grant && time.GetUtcNow() < known.Until)
                    return known.Tools;
                var tools = await ListAsync(authority, connection, cancellation);
                if (_listings.Count > MostRemembered)
                    _listings.Clear();
                // A failure is cached too, so that an unavailable server is not asked on every request.
                _listings[key] = new(grant, tools, time.GetUtcNow() + RememberedFor);
                return tools;
            default:
                return [];
        }
    }

    private async Task<ImmutableArray<ITool>> ListAsync(Authority authority, Connection connection, CancellationToken cancellation)
    {
        var answer = await servers.UseAsync(
            authority, connection, Limit, (client, _, limited) => McpServers.ListAsync(client, connection, limited), cancellation);
        if (answer is not McpAnswer<ImmutableArray<OfferedTool>>.Done done)
            return [];
        var agreed = await pins.AgreedAsync(authority, connection, done.Grant, done.Value, cancellation);
        return
        [
            .. done
                .Value.Where(tool => agreed.Contains(tool.Name))
                .Select(tool => (ITool)Tool(connection, tool.Name, tool.Description, BinaryData.FromString(tool.Schema.GetRawText()), tool.Hash)),
        ];
    }

    private McpTool Tool(Connection connection, string name, string description, BinaryData? parameters, string? hash = null) =>
        new(connection, servers, pins, new(name), description, parameters) { Hash = hash };

    private sealed record Listing(string Grant, ImmutableArray<ITool> Tools, DateTimeOffset Until);
}

using System.Collections.Immutable;
using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>Lets a person review the tool descriptions of a connected server and agree to them.</summary>
public sealed class ServerTools
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ConnectionCatalog _catalog;
    private readonly McpServers _servers;
    private readonly ToolPins _pins;
    private readonly ConnectAudit _audit;

    internal ServerTools(ConnectionCatalog catalog, McpServers servers, ToolPins pins, ConnectAudit audit)
    {
        _catalog = catalog;
        _servers = servers;
        _pins = pins;
        _audit = audit;
    }

    public Task<ServerToolsResult> LookAsync(Authority authority, string provider, CancellationToken cancellation) =>
        WithAsync(authority, provider, (connection, grant, offered) => ShowAsync(authority, connection, grant, offered, cancellation), cancellation);

    /// <summary>Agrees to the descriptions with this hash, if the server still has them.</summary>
    public Task<ServerToolsResult> AgreeAsync(Authority authority, string provider, string hash, CancellationToken cancellation) =>
        WithAsync(
            authority,
            provider,
            async (connection, grant, offered) =>
            {
                if (HashOf(offered) != hash)
                    return new ServerToolsResult.Changed();
                var entry = ConnectAudit.Agreeing(authority.Subject, connection.Id, hash);
                await _audit.BeginAsync(entry, cancellation);
                var agreed = await _pins.AgreeAsync(authority, connection, grant, offered, cancellation);
                await _audit.EndAsync(entry, agreed ? AuditDecision.Succeeded : AuditDecision.Failed);
                return agreed ? await ShowAsync(authority, connection, grant, offered, cancellation) : new ServerToolsResult.Changed();
            },
            cancellation);

    private static string HashOf(ImmutableArray<OfferedTool> offered) => Sha256.Hex(string.Join(',', offered.Select(static tool => tool.Hash)));

    private async Task<ServerToolsResult> ShowAsync(
        Authority authority, Connection connection, string grant, ImmutableArray<OfferedTool> offered, CancellationToken cancellation)
    {
        var agreed = await _pins.AgreedAsync(authority, connection, grant, offered, cancellation);
        return new ServerToolsResult.Seen(
            [
                .. offered.Select(tool => new ServerTool(
                    tool.Name, VisibleText.Show(tool.Description)!, McpTool.EffectOf(connection, tool.Name), agreed.Contains(tool.Name))),
            ],
            HashOf(offered));
    }

    private async Task<ServerToolsResult> WithAsync(
        Authority authority,
        string provider,
        Func<Connection, string, ImmutableArray<OfferedTool>, Task<ServerToolsResult>> use,
        CancellationToken cancellation)
    {
        if (_catalog.Find(provider) is not { IsMcp: true } connection)
            return new ServerToolsResult.Unknown();
        return await _servers.UseAsync(
            authority, connection, Limit, (client, _, limited) => McpServers.ListAsync(client, connection, limited), cancellation) switch
        {
            McpAnswer<ImmutableArray<OfferedTool>>.Done done => await use(connection, done.Grant, done.Value),
            McpAnswer<ImmutableArray<OfferedTool>>.ConsentRequired(var reason) => new ServerToolsResult.ConsentRequired(reason),
            McpAnswer<ImmutableArray<OfferedTool>>.Unavailable(var reason) => new ServerToolsResult.Unavailable(reason),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }
}

/// <summary>The tools that a server offers a person now, as shown to them.</summary>
public abstract record ServerToolsResult
{
    private ServerToolsResult()
    {
    }

    /// <param name="Hash">A hash of the whole text: the person agrees to exactly this.</param>
    public sealed record Seen(ImmutableArray<ServerTool> Tools, string Hash) : ServerToolsResult;

    /// <summary>The server's descriptions differ from the ones that the person reviewed.</summary>
    public sealed record Changed : ServerToolsResult;

    public sealed record ConsentRequired(string Reason) : ServerToolsResult;

    public sealed record Unavailable(string Reason) : ServerToolsResult;

    public sealed record Unknown : ServerToolsResult;
}

/// <param name="Agreed">False for a new or changed tool: the agent does not use it until the person has reviewed it.</param>
public sealed record ServerTool(string Name, string Description, ToolEffect Effect, bool Agreed);

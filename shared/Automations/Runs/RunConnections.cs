using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Checks whether the connections of a run's agreed tools still have a grant of its author. A missing grant parks run and automation until the author
/// connects again; nobody else can. An outage of the product does not.
/// </summary>
public sealed class RunConnections
{
    private readonly ConnectionCatalog _catalog;
    private readonly GrantRows _rows;
    private readonly DelegatedTokens _tokens;
    private readonly AutomationStore _automations;

    internal RunConnections(ConnectionCatalog catalog, GrantRows rows, DelegatedTokens tokens, AutomationStore automations)
    {
        _catalog = catalog;
        _rows = rows;
        _tokens = tokens;
        _automations = automations;
    }

    /// <summary>
    /// Returns the code to park under for the first connection that the agreed tools need and the author lacks. It reads stored grants only and makes
    /// no external call.
    /// </summary>
    public async Task<string?> MissingAsync(Authority author, AutomationContent agreed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(agreed);
        foreach (
            var connection in agreed.Tools.Select(tool => McpName.Owner(_catalog, tool)).OfType<Connection>().DistinctBy(static connection => connection.Id))
        {
            if (!await IsThereAsync(author, connection, cancellation))
                return RunReasons.Reconnect(connection.Id);
        }

        return null;
    }

    /// <summary>Whether the author has the connection. False when the deployment no longer has it.</summary>
    internal async Task<bool> IsThereAsync(Authority author, ConnectionName connection, CancellationToken cancellation) =>
        _catalog.Find(connection.Value) is { } known && await IsThereAsync(author, known, cancellation);

    /// <summary>
    /// Returns the reason why a call of this connection's tools cannot be made for the author; null when it can be tried. It requests a token, as the
    /// call itself would.
    /// </summary>
    internal async Task<string?> WhyHeldAsync(Authority author, ConnectionName connection, CancellationToken cancellation) =>
        await _tokens.GetAsync(author, connection, cancellation) is DelegatedTokenResult.ConsentRequired
            && !await IsThereAsync(author, connection, cancellation)
                ? RunReasons.Reconnect(connection)
                : null;

    internal Task<bool> ParkAsync(RunId run, string code, CancellationToken cancellation) => _automations.ParkAsync(run.Automation, code, cancellation);

    /// <summary>Returns the text of <see cref="RunReasons.Sentence"/>, with the product's name.</summary>
    public string Sentence(string code) => RunReasons.ConnectionOf(code) is { } connection && _catalog.Find(connection.Value) is { Name: var name }
        ? $"{name} no longer lets the agent act for you. Connect {name} again on the Connections page; it goes on by itself then."
        : RunReasons.Sentence(code);

    /// <summary>Whether the author has the connection. A connection by token exchange needs no stored grant.</summary>
    private async Task<bool> IsThereAsync(Authority author, Connection connection, CancellationToken cancellation) =>
        connection.IsExchange || await _rows.FindAsync(author.Subject.Id, connection.Id, cancellation) is { State: GrantState.Connected };
}

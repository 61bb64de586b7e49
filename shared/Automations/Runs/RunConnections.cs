using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Whether the products that a run was agreed to use still let the agent act for its author. One that does not parks run and automation
/// until its author, and nobody else, connects it again; one that is merely down does not.
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

    /// <summary>The first connection that the agreed tools name and their author does not have, as the code to park under. Asks nobody outside.</summary>
    public async Task<string?> MissingAsync(Authority author, AutomationContent agreed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(agreed);
        foreach (var connection in agreed.Tools.Select(tool => McpName.Owner(_catalog, tool)).OfType<Connection>().DistinctBy(static connection => connection.Id))
        {
            if (!await IsThereAsync(author, connection, cancellation))
                return RunReasons.Reconnect(connection.Id);
        }

        return null;
    }

    /// <summary>A connection that this deployment no longer has cannot come back.</summary>
    internal async Task<bool> IsThereAsync(Authority author, ConnectionName connection, CancellationToken cancellation) =>
        _catalog.Find(connection.Value) is { } known && await IsThereAsync(author, known, cancellation);

    /// <summary>Why a call of this connection's tools cannot be made for its author, found out with a token as the call itself would; null when it may be tried.</summary>
    internal async Task<string?> WhyHeldAsync(Authority author, ConnectionName connection, CancellationToken cancellation) =>
        await _tokens.GetAsync(author, connection, cancellation) is DelegatedTokenResult.ConsentRequired
            && !await IsThereAsync(author, connection, cancellation)
                ? RunReasons.Reconnect(connection)
                : null;

    internal Task<bool> ParkAsync(RunId run, string code, CancellationToken cancellation) => _automations.ParkAsync(run.Automation, code, cancellation);

    /// <summary>As <see cref="RunReasons.Sentence"/> says it, with the product by its name.</summary>
    public string Sentence(string code) => RunReasons.ConnectionOf(code) is { } connection && _catalog.Find(connection.Value) is { Name: var name }
        ? $"{name} no longer lets the agent act for you. Connect {name} again on the Connections page; it goes on by itself then."
        : RunReasons.Sentence(code);

    /// <summary>What a sign-in is exchanged for has no grant that could be connected again.</summary>
    private async Task<bool> IsThereAsync(Authority author, Connection connection, CancellationToken cancellation) =>
        connection.IsExchange || await _rows.FindAsync(author.Subject.Id, connection.Id, cancellation) is { State: GrantState.Connected };
}

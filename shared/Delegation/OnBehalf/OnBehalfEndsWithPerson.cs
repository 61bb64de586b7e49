using Onbehalf.Delegation.Connections;
using Onbehalf.People;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>Ends on-behalf-of processes with the account. Entra cannot revoke a single process; it refuses all of them after the account ends.</summary>
internal sealed class OnBehalfEndsWithPerson(ConnectionCatalog catalog, OnBehalfTokens processes, DelegatedTokens tokens) : IEndsWithPerson
{
    public string Kind => "on-behalf-of";

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var ended = 0;
        foreach (var connection in catalog.All.Where(static connection => connection.IsOnBehalfOf))
        {
            ended += await processes.EndAsync(person, connection) ? 1 : 0;
            tokens.Forget(person.Id, connection.Id);
        }

        return ended;
    }
}

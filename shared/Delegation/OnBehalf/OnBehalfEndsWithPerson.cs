using Onbehalf.Delegation.Connections;
using Onbehalf.People;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>On-behalf-of processes end with the account. Entra offers no revocation of one of them; it refuses them all once it knows.</summary>
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

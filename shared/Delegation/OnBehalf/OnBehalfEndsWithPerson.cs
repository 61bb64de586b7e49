using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>Ends on-behalf-of processes with the account. Entra cannot revoke a single process; it refuses all of them after the account ends.</summary>
internal sealed class OnBehalfEndsWithPerson(ConnectionCatalog catalog, OnBehalfGrants grants, GrantLease leases, HeldTokens held) : IEndsWithPerson
{
    public string Kind => "on-behalf-of";

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var ended = 0;
        foreach (var connection in catalog.All.Where(static connection => connection.IsOnBehalfOf))
        {
            ended += await EndAsync(person.Id, connection) ? 1 : 0;
            held.Forget(person.Id, connection.Id);
        }

        return ended;
    }

    /// <summary>Takes the lease, so that a token that is being renewed at the same time ends too.</summary>
    private async Task<bool> EndAsync(SubjectId person, Connection connection)
    {
        using var patience = new CancellationTokenSource(GrantLease.Patience);
        return await leases.HoldAsync(person, connection.Secret, async () =>
        {
            if (await grants.ReadAsync(person, connection, CancellationToken.None) is null)
                return false;
            await grants.EndAsync(person, connection);
            return true;
        }, patience.Token);
    }
}

using Onbehalf.Delegation.Connections;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;

namespace Onbehalf.Delegation.Grants;

/// <summary>Ends grants: first in the table, so that nothing uses them, then at the provider (RFC 7009), then in the vault.</summary>
internal sealed class GrantEnding(
    GrantRows rows, GrantSecrets secrets, ConnectionParties parties, TokenEndpoint endpoint, GrantLease leases, HeldTokens held)
{
    private const int MaxAttempts = 4;

    /// <summary>Returns whether the provider confirmed the revocation; null if there was no grant.</summary>
    public Task<bool?> DisconnectAsync(SubjectId person, Connection connection, CancellationToken cancellation) =>
        UnderLeaseAsync(
            person,
            connection,
            async () =>
            {
                if (await BlockAsync(person, connection, GrantState.None, null) is not { } grant)
                    return (bool?)null;
                var revoked = await RevokeAsync(grant, connection) && await CanRevokeAsync(connection);
                await secrets.DeleteAsync(person, connection, CancellationToken.None);
                await rows.DeleteAsync(grant, CancellationToken.None);
                return revoked;
            },
            cancellation);

    /// <summary>
    /// Ends a grant because the account ended. The secret is only disabled, because the person can return and connect again. Throws if the provider
    /// could not be reached, so that the caller retries; the grant is unusable in any case.
    /// </summary>
    public Task<bool> OffboardAsync(SubjectId person, Connection connection, CancellationToken cancellation) => UnderLeaseAsync(person, connection, async () =>
    {
        var grant = await BlockAsync(person, connection, GrantState.Reconnect, "This ended together with your account. Connect it again.");
        if (grant?.Secret is null)
            return false;
        if (!await RevokeAsync(grant, connection) && await CanRevokeAsync(connection))
            throw new InvalidOperationException($"The provider of '{connection.Id}' could not be told that a grant has ended.");
        await secrets.DisableAllAsync(person, connection, CancellationToken.None);
        await rows.ReplaceAsync(grant with { Secret = null, Previous = null }, CancellationToken.None);
        return true;
    }, cancellation);

    private async Task<DelegatedGrant?> BlockAsync(SubjectId person, Connection connection, GrantState state, string? reason)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await rows.FindAsync(person, connection.Id, CancellationToken.None) is not { } grant)
                return null;
            if (await rows.ReplaceAsync(grant with { State = state, Reason = reason }, CancellationToken.None) is { } blocked)
            {
                held.Forget(person, connection.Id);
                return blocked;
            }
        }

        throw new InvalidOperationException("The grant's row changes faster than it can be written.");
    }

    private async Task<bool> RevokeAsync(DelegatedGrant grant, Connection connection) =>
        grant.Secret is { } version
        && await secrets.ReadAsync(grant, connection, version, CancellationToken.None) is { } token
        && await endpoint.RevokeAsync(parties.Of(connection), token, CancellationToken.None);

    private async Task<bool> CanRevokeAsync(Connection connection) =>
        await parties.Of(connection).CurrentAsync() is not { } snapshot || snapshot.Document.RevocationEndpoint is { Length: > 0 };

    private Task<T> UnderLeaseAsync<T>(SubjectId person, Connection connection, Func<Task<T>> end, CancellationToken cancellation) =>
        leases.HoldAsync(person, connection.Secret, end, cancellation);
}

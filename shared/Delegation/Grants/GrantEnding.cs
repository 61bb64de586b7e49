using Onbehalf.Delegation.Connections;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;

namespace Onbehalf.Delegation.Grants;

/// <summary>Ends grants: first here, so that nothing uses them any more, then at the provider (RFC 7009), then in the vault.</summary>
internal sealed class GrantEnding(GrantRows rows, GrantSecrets secrets, ConnectionParties parties, TokenEndpoint endpoint, GrantLease leases, DelegatedTokens tokens)
{
    private const int MaxAttempts = 4;

    /// <summary>Whether the provider confirmed it; null when there was nothing to end.</summary>
    public Task<bool?> DisconnectAsync(SubjectId person, Connection connection, CancellationToken cancellation) => UnderLeaseAsync(person, connection, async () =>
    {
        if (await BlockAsync(person, connection, GrantState.None, null) is not { } grant)
            return (bool?)null;
        var revoked = await RevokeAsync(grant, connection) && await CanRevokeAsync(connection);
        await secrets.DeleteAsync(person, connection, CancellationToken.None);
        await rows.DeleteAsync(grant, CancellationToken.None);
        return revoked;
    }, cancellation);

    /// <summary>
    /// Ends a grant because its person's account ended. The secret is only disabled: the person may come back, and connects again. Throws
    /// where the provider could not be told, so that whoever ends the person tries again; the grant is out of use all the same.
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
                tokens.Forget(person, connection.Id);
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

    private async Task<T> UnderLeaseAsync<T>(SubjectId person, Connection connection, Func<Task<T>> end, CancellationToken cancellation)
    {
        var lease = await leases.TakeAsync(person, connection.Secret, cancellation);
        try
        {
            return await end();
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }
}

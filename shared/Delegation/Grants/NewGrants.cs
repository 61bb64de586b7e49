using System.Text;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>Replaces the existing grant with a new one. The token of the old grant is disabled here and in the vault.</summary>
internal sealed class NewGrants(GrantRows rows, GrantSecrets secrets, GrantLease leases, PersonSeal seal, HeldTokens held, TimeProvider time)
{
    public async Task StoreAsync(SubjectId person, Connection connection, string scopes, SecretText refreshToken, string? account)
    {
        var lease = await leases.TakeAsync(person, connection.Secret, CancellationToken.None);
        try
        {
            var before = await rows.FindAsync(person, connection.Id, CancellationToken.None);
            var grant = ConnectLink.Random();
            var version = await secrets.WriteAsync(person, connection, grant, scopes, refreshToken, CancellationToken.None);
            await rows.PutAsync(
                new(person, connection.Id, GrantState.Connected, grant)
                {
                    Secret = version,
                    Scopes = scopes,
                    ConnectedAt = time.GetUtcNow(),
                    Account = account is null
                        ? null
                        : await seal.SealAsync(person, DelegatedGrant.AccountSeal(connection.Id), Encoding.UTF8.GetBytes(account), CancellationToken.None),
                },
                CancellationToken.None);
            held.Forget(person, connection.Id);
            foreach (var old in new[] { before?.Secret, before?.Previous }.OfType<string>())
                await secrets.DisableAsync(person, connection, old, CancellationToken.None);
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }

    /// <summary>Stores a sentence for a person who is not in this browser and has no such connection.</summary>
    public async Task TellAsync(SubjectId person, Connection connection, string sentence, CancellationToken cancellation)
    {
        if (await rows.FindAsync(person, connection.Id, cancellation) is { } grant)
            await rows.ReplaceAsync(grant with { Reason = sentence }, cancellation);
        else
            await rows.PutAsync(new(person, connection.Id, GrantState.None, "") { Reason = sentence }, cancellation);
    }
}

using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// Ends a person's browser sessions, then revokes the refresh grant of the last one at its issuer (RFC 7009) and deletes it. A grant whose
/// revocation failed is kept for a retry; nothing uses it meanwhile.
/// </summary>
internal sealed class EndSessions(Sessions sessions, SessionGrants grants, GrantLease leases, TokenEndpoint tokens, IssuerCatalog issuers) : IEndsWithPerson
{
    public string Kind => "sessions";

    public bool EndsWithSession => true;

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        var ended = await sessions.EndAllAsync(person.Id, cancellation);
        if (issuers.ById(person.ProviderId) is { } issuer)
            await RevokeAsync(person, issuer, cancellation);
        return ended;
    }

    public IAsyncEnumerable<Subject> StillAliveAsync(CancellationToken cancellation) => sessions.PeopleAsync(cancellation);

    private async Task RevokeAsync(Subject person, IssuerMetadata issuer, CancellationToken cancellation)
    {
        // A refresh can be in progress; the token that it obtains must be revoked too.
        var lease = await leases.TakeAsync(person.Id, issuer.Issuer.SessionGrant, cancellation);
        try
        {
            if (await grants.ReadAsync(person.Id, issuer.Issuer, cancellation) is not { } grant)
                return;
            if (!await tokens.RevokeAsync(issuer, grant.RefreshToken, cancellation))
                throw new HttpRequestException("The issuer did not take the grant back.");
            await grants.DeleteAsync(person.Id, issuer.Issuer, cancellation);
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }
}

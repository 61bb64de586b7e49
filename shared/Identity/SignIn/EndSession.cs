using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity.SignIn;

/// <summary>
/// Signs a browser out: its session ends at once, its refresh token is revoked upstream (RFC 7009), then deleted. The access tokens of the grant
/// leave this instance's cache; on another instance they expire.
/// </summary>
public sealed class EndSession
{
    private readonly Sessions _sessions;
    private readonly IssuerCatalog _issuers;
    private readonly SessionGrants _grants;
    private readonly GrantLease _leases;
    private readonly SessionTokenCache _cache;
    private readonly TokenEndpoint _tokens;
    private readonly SignInAudit _audit;
    private readonly PublicOrigin _origin;

    internal EndSession(
        Sessions sessions,
        IssuerCatalog issuers,
        SessionGrants grants,
        GrantLease leases,
        SessionTokenCache cache,
        TokenEndpoint tokens,
        SignInAudit audit,
        PublicOrigin origin)
    {
        _sessions = sessions;
        _issuers = issuers;
        _grants = grants;
        _leases = leases;
        _cache = cache;
        _tokens = tokens;
        _audit = audit;
        _origin = origin;
    }

    /// <summary>False if the request is not proven to come from this site's own page.</summary>
    public async Task<bool> RunAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_origin.Of(context.Request) is not { } origin || CrossSite.IsSuspect(context.Request, origin))
            return false;
        SessionCookie.RemoveFrom(context.Response, origin);
        if (SessionCookie.In(context.Request, origin) is { } cookie && await _sessions.FindAsync(cookie, cancellation) is { } session)
            await EndAsync(session, cancellation);
        return true;
    }

    private async Task EndAsync(Session session, CancellationToken cancellation)
    {
        await _audit.SignedOutAsync(session, cancellation);
        await _sessions.EndAsync(session, cancellation);
        if (_issuers.ById(session.Subject.ProviderId) is not { } issuer)
            return;
        // A refresh in progress would store its rotated token after the deletion.
        var lease = await _leases.TakeAsync(session.Subject.Id, issuer.Issuer.SessionGrant, cancellation);
        try
        {
            if (await _grants.ReadAsync(session.Subject.Id, issuer.Issuer, cancellation) is not { } grant || grant.Session != session.Hash)
                return;
            await _cache.EndAsync(session.Subject, "signed-out", cancellation);
            await _tokens.RevokeAsync(issuer, grant.RefreshToken, cancellation);
            await _grants.DeleteAsync(session.Subject.Id, issuer.Issuer, cancellation);
        }
        finally
        {
            await _leases.GiveBackAsync(lease);
        }
    }
}

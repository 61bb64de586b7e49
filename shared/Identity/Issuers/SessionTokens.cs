using Microsoft.Extensions.Logging;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Returns a person's own access token for a resource of their identity provider, through the refresh grant of their latest sign-in. The app's own
/// identity authenticates the client only and never replaces the person.
/// </summary>
internal sealed partial class SessionTokens(
    IssuerCatalog issuers,
    TokenEndpoint endpoint,
    SessionGrants grants,
    GrantLease leases,
    RefusedGrants refused,
    SessionTokenCache cache,
    ILogger<SessionTokens> log)
{
    /// <summary>The assumed lifetime if <c>expires_in</c> is absent; RFC 6749 §5.1 makes it optional.</summary>
    private static readonly TimeSpan AssumedLife = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<SessionTokenResult> GetAsync(Authority authority, string scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var subject = authority.Subject;
        if (cache.Find(subject.Id, scope) is { } cached)
            return new SessionTokenResult.Granted(cached);
        if (issuers.ById(subject.ProviderId) is not { Issuer.CanSignIn: true } metadata)
            return new SessionTokenResult.SignInRequired();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var lease = await leases.TakeAsync(subject.Id, metadata.Issuer.SessionGrant, patience.Token);
        try
        {
            // The provider can rotate the grant before it answers, so the caller's cancellation must not discard the answer.
            return cache.Find(subject.Id, scope) is { } refreshed
                ? new SessionTokenResult.Granted(refreshed)
                : await RefreshAsync(subject, metadata, scope, CancellationToken.None);
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }

    private async Task<SessionTokenResult> RefreshAsync(Subject subject, IssuerMetadata metadata, string scope, CancellationToken cancellation)
    {
        if (await grants.ReadAsync(subject.Id, metadata.Issuer, cancellation) is not { } grant)
            return new SessionTokenResult.SignInRequired();
        var answer = await endpoint.AskAsync(
            metadata,
            [new("grant_type", "refresh_token"), new("refresh_token", grant.RefreshToken.Reveal()), new("scope", $"{scope} offline_access")],
            cancellation);
        switch (answer)
        {
            case TokenAnswer.Granted granted:
                if (granted.RefreshToken is { } rotated && !await grants.RotateAsync(subject.Id, metadata.Issuer, grant, rotated))
                    return new SessionTokenResult.Unavailable();
                if (granted.AccessToken is not { } token)
                    return new SessionTokenResult.Unavailable();
                cache.Add(subject.Id, scope, token, granted.ExpiresIn ?? AssumedLife);
                return new SessionTokenResult.Granted(token);
            case TokenAnswer.Denied { Cause: not RefusalCause.NotThePerson } denied:
                Log.Refused(log, subject.Id, metadata.Issuer.Id, denied.Summary);
                if (denied.Cause is not RefusalCause.Interaction)
                    await refused.HearAsync(metadata.Issuer.Id, subject.Id, grant.Session, CancellationToken.None);
                return new SessionTokenResult.SignInRequired();
            case TokenAnswer.Denied denied:
                Log.Refused(log, subject.Id, metadata.Issuer.Id, denied.Summary);
                return new SessionTokenResult.Unavailable();
            default:
                return new SessionTokenResult.Unavailable();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sign-in of {Subject} at {Issuer} was not refreshed ({Error}).")]
        public static partial void Refused(ILogger log, SubjectId subject, string issuer, string error);
    }
}

/// <summary>The result of a request for a resource token through a person's own sign-in.</summary>
internal abstract record SessionTokenResult
{
    private SessionTokenResult()
    {
    }

    public sealed record Granted(SecretText Token) : SessionTokenResult;

    /// <summary>No grant is stored for this person, or the provider refuses it. Only a new sign-in helps.</summary>
    public sealed record SignInRequired : SessionTokenResult;

    public sealed record Unavailable : SessionTokenResult;
}

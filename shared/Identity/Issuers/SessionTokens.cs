using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Returns a person's own access token for a resource of their identity provider, through the refresh grant of their latest sign-in. Tokens are
/// cached in memory until shortly before they expire. The app's own identity authenticates the client only and never replaces the person.
/// </summary>
internal sealed partial class SessionTokens(
    IssuerCatalog issuers,
    TokenEndpoint endpoint,
    SessionGrants grants,
    GrantLease leases,
    RefusedGrants refused,
    TimeProvider time,
    ILogger<SessionTokens> log) : IEndsWithPerson
{
    /// <summary>A cached token is discarded this long before its expiry, so that no connection is opened with a token that soon expires.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>The assumed lifetime if <c>expires_in</c> is absent; RFC 6749 §5.1 makes it optional.</summary>
    private static readonly TimeSpan AssumedLife = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(SubjectId Subject, string Scope), Kept> _kept = new();

    public string Kind => "resource-token";

    public bool EndsWithSession => true;

    public async Task<SessionTokenResult> GetAsync(Authority authority, string scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var subject = authority.Subject;
        if (Known(subject.Id, scope) is { } known)
            return known;
        if (issuers.ById(subject.ProviderId) is not { Issuer.CanSignIn: true } metadata)
            return new SessionTokenResult.SignInRequired();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var lease = await leases.TakeAsync(subject.Id, metadata.Issuer.SessionGrant, patience.Token);
        try
        {
            // The provider can rotate the grant before it answers, so the caller's cancellation must not discard the answer.
            return Known(subject.Id, scope) ?? await RefreshAsync(subject, metadata, scope, CancellationToken.None);
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Task.FromResult(_kept.Keys.Where(key => key.Subject == person.Id).Count(key => _kept.TryRemove(key, out _)));
    }

    private SessionTokenResult.Granted? Known(SubjectId subject, string scope) =>
        _kept.TryGetValue((subject, scope), out var kept) && kept.Until > time.GetUtcNow() ? new(kept.Token) : null;

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
                return granted.AccessToken is { } token
                    ? Keep(subject.Id, scope, token, granted.ExpiresIn ?? AssumedLife)
                    : new SessionTokenResult.Unavailable();
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

    private SessionTokenResult.Granted Keep(SubjectId subject, string scope, SecretText token, TimeSpan life)
    {
        var now = time.GetUtcNow();
        foreach (var (key, kept) in _kept)
        {
            if (kept.Until <= now)
                _kept.TryRemove(new(key, kept));
        }

        _kept[(subject, scope)] = new(token, now + (life > 2 * Margin ? life - Margin : life / 2));
        return new(token);
    }

    private sealed record Kept(SecretText Token, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sign-in of {Subject} at {Issuer} was not refreshed ({Error}).")]
        public static partial void Refused(ILogger log, SubjectId subject, string issuer, string error);
    }
}

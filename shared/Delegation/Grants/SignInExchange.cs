using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>
/// Token exchange (RFC 8693): the person's own sign-in is exchanged at its issuer for a token of another resource. Nothing is connected; the
/// exchange is possible as long as the grant of the sign-in is valid.
/// </summary>
internal sealed class SignInExchange(
    IssuerCatalog issuers, SessionGrants grants, TokenEndpoint endpoint, GrantLease leases, RefusedGrants refused, TimeProvider time)
{
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    private static readonly TimeSpan WhenNotSaid = TimeSpan.FromMinutes(5);

    public async Task<DelegatedTokenResult> LoadAsync(Subject subject, Connection connection, HeldToken held)
    {
        var now = time.GetUtcNow();
        if (issuers.ById(connection.IssuerId!) is not { } issuer || issuer.Issuer.Id != subject.ProviderId)
            return Gone(held, $"{connection.Name} is only for people who sign in with another provider.");
        if (await grants.ReadAsync(subject.Id, issuer.Issuer, CancellationToken.None) is not { } signIn)
            return Gone(held, SignInAgain(connection));
        if (held.Cached is { } kept && kept.Token.Grant == signIn.Session && now < kept.RefreshAt && held.Confirm(kept, now))
            return new DelegatedTokenResult.Granted(kept.Token);

        var (mine, refusal) = await RefreshAsync(subject, connection, issuer, held);
        if (mine is null)
            return refusal!;
        var answer = await endpoint.AskAsync(
            issuer,
            [
                new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                new("subject_token", mine.Reveal()),
                new("subject_token_type", AccessToken),
                new("requested_token_type", AccessToken), new("audience", connection.Resource), new("scope", connection.Scopes),
            ],
            CancellationToken.None);
        return answer switch
        {
            TokenAnswer.Granted { AccessToken: { } token } granted => Keep(connection, held, signIn.Session, token, granted.ExpiresIn ?? WhenNotSaid),
            TokenAnswer.Denied { Cause: not RefusalCause.NotThePerson } => Gone(held, SignInAgain(connection)),
            TokenAnswer.Denied => new DelegatedTokenResult.Unavailable($"Your sign-in provider gives no access to {connection.Name}. Ask your administrator."),
            _ => NoAnswer(),
        };
    }

    private static string SignInAgain(Connection connection) => $"Sign out and in again in your browser, so that the agent can use {connection.Name} as you.";

    private static DelegatedTokenResult.Unavailable NoAnswer() => new("Your sign-in provider does not answer right now. Try again in a moment.");

    private static DelegatedTokenResult.ConsentRequired Gone(HeldToken held, string reason)
    {
        held.Forget();
        return new(reason);
    }

    /// <summary>Returns the person's sign-in token for this app, which the issuer accepts in the exchange.</summary>
    private async Task<(SecretText? Token, DelegatedTokenResult? Refusal)> RefreshAsync(
        Subject subject, Connection connection, IssuerMetadata issuer, HeldToken held)
    {
        using var patience = new CancellationTokenSource(GrantLease.Patience);
        var lease = await leases.TakeAsync(subject.Id, issuer.Issuer.SessionGrant, patience.Token);
        try
        {
            if (await grants.ReadAsync(subject.Id, issuer.Issuer, CancellationToken.None) is not { } grant)
                return (null, Gone(held, SignInAgain(connection)));
            switch (await endpoint.RefreshAsync(issuer, grant.RefreshToken, CancellationToken.None))
            {
                case TokenAnswer.Granted granted:
                    if (granted.RefreshToken is { } rotated && !await grants.RotateAsync(subject.Id, issuer.Issuer, grant, rotated))
                        return (
                            null, new DelegatedTokenResult.Unavailable("Your sign-in cannot be kept right now, so nothing was done. Try again in a moment."));
                    return granted.AccessToken is { } token ? (token, null) : (null, NoAnswer());
                case TokenAnswer.Denied { Error: "invalid_grant" }:
                    await refused.HearAsync(issuer.Issuer.Id, subject.Id, grant.Session, CancellationToken.None);
                    return (null, Gone(held, SignInAgain(connection)));
                case TokenAnswer.Denied { Cause: not RefusalCause.NotThePerson }:
                    return (null, Gone(held, SignInAgain(connection)));
                default:
                    return (null, NoAnswer());
            }
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }

    private DelegatedTokenResult.Granted Keep(Connection connection, HeldToken held, string session, SecretText text, TimeSpan expiresIn)
    {
        var now = time.GetUtcNow();
        var token = new DelegatedToken(text, connection.Url, connection.Resource, session, now + expiresIn);
        held.Keep(new(token, now + (expiresIn * 0.8), now));
        return new(token);
    }
}

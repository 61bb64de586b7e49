using Azure;
using Azure.Identity;
using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// Obtains tokens of connections with <c>grant: on-behalf-of</c>. Nothing is connected: the process starts with a token that the person presented
/// (as a bearer token or by signing in), and continues until Entra refuses it or the account ends.
/// </summary>
internal sealed class OnBehalfTokens(
    ConnectionCatalog catalog,
    IssuerCatalog issuers,
    EntraProcess entra,
    OnBehalfGrants grants,
    SessionTokens sessions,
    GrantLease leases,
    ConnectAudit audit,
    RefusedGrants refused,
    TimeProvider time)
{
    public async Task<DelegatedTokenResult> LoadAsync(Authority authority, Connection connection, HeldToken held)
    {
        var now = time.GetUtcNow();
        if (held.Cached is { } kept && now < kept.RefreshAt && held.Confirm(kept, now))
            return new DelegatedTokenResult.Granted(kept.Token);
        if (IssuerOf(authority.Subject, connection) is not { } issuer)
            return new DelegatedTokenResult.ConsentRequired($"{connection.Name} is only for people who sign in with another provider.");
        return await UnderLeaseAsync(authority.Subject, connection, () => RenewAsync(authority, issuer, connection, held));
    }

    /// <summary>
    /// Starts missing processes for a person who just presented this token. A failure is not reported here; the next use of the connection reports
    /// it.
    /// </summary>
    public async Task BeginAsync(Subject subject, SecretText presented, CancellationToken cancellation)
    {
        foreach (var connection in catalog.All)
        {
            if (!connection.IsOnBehalfOf || IssuerOf(subject, connection) is not { } issuer)
                continue;
            try
            {
                await UnderLeaseAsync(subject, connection, async () =>
                    await grants.ReadAsync(subject.Id, connection, cancellation) is null
                    && (await BeginAsync(subject, issuer, connection, presented)).Token is not null);
            }
            catch (Exception failure)
                when (failure is RequestFailedException or AuthenticationFailedException or AuditNotWrittenException
                    || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The message is answered nevertheless; a tool that needs the connection reports that it is missing.
            }
        }
    }

    private static string SignInAgain(Connection connection) => $"Sign out and in again in your browser, so that the agent can use {connection.Name} as you.";

    private static string MoreWanted(Connection connection) =>
        $"Your organisation does not let the agent use {connection.Name} as you yet. Sign out and in again in your browser; if it stays, ask your administrator to consent to it.";

    private IssuerMetadata? IssuerOf(Subject subject, Connection connection) =>
        subject.ProviderId == connection.IssuerId && issuers.ById(connection.IssuerId) is { Issuer.IsEntra: true } issuer ? issuer : null;

    private async Task<DelegatedTokenResult> RenewAsync(Authority authority, IssuerMetadata issuer, Connection connection, HeldToken held)
    {
        var subject = authority.Subject;
        if (await grants.ReadAsync(subject.Id, connection, CancellationToken.None) is { } grant)
        {
            switch (await entra.ContinueAsync(issuer, subject, connection, grant, CancellationToken.None))
            {
                case ProcessAnswer.Granted granted:
                    return Hold(held, Token(connection, grant.Process, granted));
                case ProcessAnswer.Unavailable:
                    return NoAnswer(connection);
                case ProcessAnswer.Refused:
                    await refused.HearAsync(connection.Id.Value, subject.Id, grant.Process, CancellationToken.None);
                    await grants.EndAsync(subject.Id, connection);
                    break;
            }
        }

        held.Forget();
        return await sessions.GetAsync(authority, $"{issuer.Issuer.Audience}/.default", CancellationToken.None) switch
        {
            SessionTokenResult.Granted mine => await BeginAsync(subject, issuer, connection, mine.Token) switch
            {
                { Token: { } token } => Hold(held, token),
                { Answer: ProcessAnswer.Refused } => new DelegatedTokenResult.ConsentRequired(MoreWanted(connection)),
                _ => NoAnswer(connection),
            },
            SessionTokenResult.SignInRequired => new DelegatedTokenResult.ConsentRequired(SignInAgain(connection)),
            _ => NoAnswer(connection),
        };
    }

    private static DelegatedTokenResult.Unavailable NoAnswer(Connection connection) =>
        new($"Your sign-in provider gives no token for {connection.Name} right now. Try again in a moment.");

    /// <summary>Recorded like every other connection; it fails if it cannot be recorded.</summary>
    private async Task<(DelegatedToken? Token, ProcessAnswer Answer)> BeginAsync(
        Subject subject, IssuerMetadata issuer, Connection connection, SecretText presented)
    {
        var process = ConnectLink.Random();
        var entry = ConnectAudit.Connecting(subject, connection.Id, process) with { Reason = "on-behalf-of" };
        await audit.BeginAsync(entry, CancellationToken.None);
        var answer = await entra.BeginAsync(issuer, subject, connection, process, presented, CancellationToken.None);
        var token = answer is ProcessAnswer.Granted granted ? Token(connection, process, granted) : null;
        await audit.EndAsync(entry, token is null ? AuditDecision.Refused : AuditDecision.Succeeded);
        return (token, answer);
    }

    private static DelegatedToken Token(Connection connection, string process, ProcessAnswer.Granted granted) =>
        new(granted.AccessToken, connection.Url, connection.Resource, process, granted.ExpiresAt);

    private DelegatedTokenResult.Granted Hold(HeldToken held, DelegatedToken token)
    {
        var now = time.GetUtcNow();
        held.Keep(new(token, now + ((token.ExpiresAt - now) * (0.75 + (0.1 * Random.Shared.NextDouble()))), now));
        return new(token);
    }

    private async Task<T> UnderLeaseAsync<T>(Subject subject, Connection connection, Func<Task<T>> act)
    {
        using var patience = new CancellationTokenSource(GrantLease.Patience);
        return await leases.HoldAsync(subject.Id, connection.Secret, act, patience.Token);
    }
}

using Azure;
using Azure.Identity;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// Tokens of connections with <c>grant: on-behalf-of</c>. There is nothing to connect: the process begins with a token the person has presented
/// (a bearer caller's, or one of their sign-in) and goes on without them until Entra refuses or their account ends.
/// </summary>
internal sealed class OnBehalfTokens(
    ConnectionCatalog catalog, IssuerCatalog issuers, EntraProcess entra, OnBehalfGrants grants, SessionTokens sessions, GrantLease leases, TimeProvider time)
{
    private static readonly TimeSpan LeasePatience = TimeSpan.FromSeconds(15);

    public async Task<DelegatedTokenResult> LoadAsync(Authority authority, Connection connection, HeldToken held)
    {
        var now = time.GetUtcNow();
        if (held.Kept is { } kept && now < kept.RefreshAt && held.Confirm(kept, now))
            return new DelegatedTokenResult.Granted(kept.Token);
        if (IssuerOf(authority.Subject, connection) is not { } issuer)
            return new DelegatedTokenResult.ConsentRequired($"{connection.Name} is only for people who sign in with another provider.");
        return await UnderLeaseAsync(authority.Subject, connection, () => RenewAsync(authority, issuer, connection, held)).ConfigureAwait(false);
    }

    /// <summary>Begins what is not begun yet for a person who just presented this token. It says nothing when it cannot: whoever needs it later says so.</summary>
    public async Task BeginAsync(Subject subject, SecretText presented, CancellationToken cancellation)
    {
        foreach (var connection in catalog.All)
        {
            if (!connection.IsOnBehalfOf || IssuerOf(subject, connection) is not { } issuer)
                continue;
            try
            {
                await UnderLeaseAsync(subject, connection, async () =>
                    await grants.ReadAsync(subject.Id, connection, cancellation).ConfigureAwait(false) is null
                    && await entra.BeginAsync(issuer, subject, connection, presented, cancellation).ConfigureAwait(false) is ProcessAnswer.Granted begun
                    && await KeepAsync(subject, connection, ConnectLink.Random(), begun).ConfigureAwait(false) is not null).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The message it came with is answered all the same; what needs the connection says that it is missing.
            }
        }
    }

    public async Task<bool> EndAsync(SubjectId person, Connection connection)
    {
        if (await grants.ReadAsync(person, connection, CancellationToken.None).ConfigureAwait(false) is null)
            return false;
        await grants.EndAsync(person, connection).ConfigureAwait(false);
        return true;
    }

    private static string SignInAgain(Connection connection) => $"Sign out and in again in your browser, so that the agent can use {connection.Name} as you.";

    private static string MoreWanted(Connection connection) =>
        $"Your organisation does not let the agent use {connection.Name} as you yet. Sign out and in again in your browser; if it stays, ask your administrator to consent to it.";

    private IssuerMetadata? IssuerOf(Subject subject, Connection connection) =>
        subject.ProviderId == connection.IssuerId && issuers.ById(connection.IssuerId) is { Issuer.IsEntra: true } issuer ? issuer : null;

    private async Task<DelegatedTokenResult> RenewAsync(Authority authority, IssuerMetadata issuer, Connection connection, HeldToken held)
    {
        var subject = authority.Subject;
        if (await grants.ReadAsync(subject.Id, connection, CancellationToken.None).ConfigureAwait(false) is { } grant)
        {
            switch (await entra.ContinueAsync(issuer, subject, connection, grant.State, CancellationToken.None).ConfigureAwait(false))
            {
                case ProcessAnswer.Granted granted:
                    return Hold(held, await KeepAsync(subject, connection, grant.Process, granted).ConfigureAwait(false));
                case ProcessAnswer.Unavailable:
                    return NoAnswer(connection);
                case ProcessAnswer.Refused:
                    await grants.EndAsync(subject.Id, connection).ConfigureAwait(false);
                    break;
            }
        }

        held.Forget();
        return await sessions.GetAsync(authority, $"{issuer.Issuer.Audience}/.default", CancellationToken.None).ConfigureAwait(false) switch
        {
            SessionTokenResult.Granted mine => await entra.BeginAsync(issuer, subject, connection, mine.Token, CancellationToken.None).ConfigureAwait(false) switch
            {
                ProcessAnswer.Granted begun => Hold(held, await KeepAsync(subject, connection, ConnectLink.Random(), begun).ConfigureAwait(false)),
                ProcessAnswer.Refused => new DelegatedTokenResult.ConsentRequired(MoreWanted(connection)),
                _ => NoAnswer(connection),
            },
            SessionTokenResult.SignInRequired => new DelegatedTokenResult.ConsentRequired(SignInAgain(connection)),
            _ => NoAnswer(connection),
        };
    }

    private static DelegatedTokenResult.Unavailable NoAnswer(Connection connection) => new($"Your sign-in provider gives no token for {connection.Name} right now. Try again in a moment.");

    /// <summary>In the vault before it is used.</summary>
    private async Task<DelegatedToken> KeepAsync(Subject subject, Connection connection, string process, ProcessAnswer.Granted granted)
    {
        await grants.WriteAsync(subject.Id, connection, new(process, granted.State)).ConfigureAwait(false);
        return new(granted.AccessToken, connection.Url, connection.Resource, process, granted.ExpiresAt);
    }

    private DelegatedTokenResult.Granted Hold(HeldToken held, DelegatedToken token)
    {
        var now = time.GetUtcNow();
        held.Keep(new(token, now + ((token.ExpiresAt - now) * (0.75 + (0.1 * Random.Shared.NextDouble()))), now));
        return new(token);
    }

    private async Task<T> UnderLeaseAsync<T>(Subject subject, Connection connection, Func<Task<T>> act)
    {
        using var patience = new CancellationTokenSource(LeasePatience);
        var lease = await leases.TakeAsync(subject.Id, connection.Secret, patience.Token).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            await leases.GiveBackAsync(lease).ConfigureAwait(false);
        }
    }
}

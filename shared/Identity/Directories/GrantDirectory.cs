using System.Collections.Immutable;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// A provider without a directory: a successful refresh of the person's own grant proves that the account is active. It reports no groups, and
/// groups are never read from a token, so such people have none.
/// </summary>
internal sealed class GrantDirectory(IssuerMetadata metadata, TokenEndpoint tokens, SessionGrants grants, GrantLease leases) : IDirectory
{
    public string ProviderId => metadata.Issuer.Id;

    public bool UsesPersonsGrant => true;

    public async Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) =>
        await grants.ReadAsync(subject.Id, metadata.Issuer, cancellation) is not null;

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        var lease = await leases.TakeAsync(subject.Id, metadata.Issuer.SessionGrant, cancellation);
        try
        {
            // The provider can rotate the grant before it answers, so cancellation must not discard the answer. The request has its own timeout.
            return await RefreshAsync(subject, CancellationToken.None);
        }
        finally
        {
            await leases.GiveBackAsync(lease);
        }
    }

    public Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Subject>>([]);

    private async Task<DirectoryAnswer> RefreshAsync(Subject subject, CancellationToken cancellation)
    {
        if (await grants.ReadAsync(subject.Id, metadata.Issuer, cancellation) is not { } grant)
            return Again("No sign-in of this person is kept.");
        switch (await tokens.RefreshAsync(metadata, grant.RefreshToken, cancellation))
        {
            case TokenAnswer.Granted granted:
                // A token that was refused before and works now is stored as valid again.
                var successor = granted.RefreshToken ?? (grant.IsDead ? grant.RefreshToken : null);
                if (successor is not null && !await grants.RotateAsync(subject.Id, metadata.Issuer, grant, successor))
                    return new DirectoryAnswer.Unavailable("The grant of this person cannot be kept.");
                return new DirectoryAnswer.Active(subject.Name, ImmutableSortedSet<string>.Empty, "");
            case TokenAnswer.Denied denied:
                return await RefuseAsync(subject, grant, denied);
            default:
                return new DirectoryAnswer.Unavailable("The provider did not answer.");
        }
    }

    private static DirectoryAnswer.Unavailable Again(string reason) =>
        new(reason, AccountCodes.SignInAgain, "Your sign-in provider asks you to sign in again before the agent acts for you. Nothing of yours has ended.");

    private async Task<DirectoryAnswer> RefuseAsync(Subject subject, SessionGrant grant, TokenAnswer.Denied denied)
    {
        var reason = $"The provider refused the sign-in's refresh token ({denied.Summary}).";
        switch (denied.Cause)
        {
            case RefusalCause.AccountEnded:
                return new DirectoryAnswer.Disabled();
            case RefusalCause.AccountLocked:
                return new DirectoryAnswer.Unavailable(
                    reason,
                    AccountCodes.Locked,
                    $"Your account is locked at {metadata.Issuer.Name}, so nothing was done for you. Unlock it there, or ask your administrator.");
            case RefusalCause.PasswordExpired:
                return new DirectoryAnswer.Unavailable(
                    reason,
                    AccountCodes.PasswordExpired,
                    $"Your password at {metadata.Issuer.Name} has expired, so nothing was done for you. Change it there, then sign in again.");
            case RefusalCause.Interaction:
                return Again(reason);
            case RefusalCause.TokenDead:
                await grants.MarkDeadAsync(subject.Id, metadata.Issuer, grant);
                return Again(reason);
            default:
                return new DirectoryAnswer.Unavailable(reason);
        }
    }
}

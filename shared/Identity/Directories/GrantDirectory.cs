using System.Collections.Immutable;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// A provider without a directory: that it still honours the person's own refresh grant proves that they are alive. It tells no groups,
/// and groups are never taken from a token, so such people have none.
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
            return new DirectoryAnswer.Unavailable("No sign-in of this person is kept.");
        switch (await tokens.RefreshAsync(metadata, grant.RefreshToken, cancellation))
        {
            case TokenAnswer.Granted granted:
                if (granted.RefreshToken is { } rotated && !await grants.RotateAsync(subject.Id, metadata.Issuer, grant, rotated))
                    return new DirectoryAnswer.Unavailable("The grant of this person cannot be kept.");
                return new DirectoryAnswer.Active(subject.Name, ImmutableSortedSet<string>.Empty, "");
            case TokenAnswer.Denied { Error: "invalid_grant" }:
                return new DirectoryAnswer.Disabled();
            default:
                return new DirectoryAnswer.Unavailable("The provider did not answer.");
        }
    }
}

using System.Collections.Immutable;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// A provider without a directory: that it still honours the person's own refresh grant proves that they are alive. It tells no groups,
/// and groups are never taken from a token, so such people have none.
/// </summary>
internal sealed class GrantDirectory(IssuerMetadata metadata, TokenEndpoint tokens, SessionGrants grants) : IDirectory
{
    private const int Attempts = 2;

    public string ProviderId => metadata.Issuer.Id;

    public async Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) =>
        await grants.ReadAsync(subject.Id, metadata.Issuer, cancellation).ConfigureAwait(false) is not null;

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        string? refused = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await grants.ReadAsync(subject.Id, metadata.Issuer, cancellation).ConfigureAwait(false) is not { } grant)
                return new DirectoryAnswer.Unavailable("No sign-in of this person is kept.");
            // Somebody else rotated the grant while we used the old one: the vault then holds another.
            if (grant.RefreshToken.Reveal() == refused)
                return new DirectoryAnswer.Disabled();
            switch (await tokens.RefreshAsync(metadata, grant.RefreshToken, cancellation).ConfigureAwait(false))
            {
                case TokenAnswer.Granted granted:
                    if (granted.RefreshToken is { } rotated)
                        await grants.WriteAsync(subject.Id, metadata.Issuer, grant with { RefreshToken = rotated }, cancellation).ConfigureAwait(false);
                    return new DirectoryAnswer.Active(subject.Name, ImmutableSortedSet<string>.Empty, "");
                case TokenAnswer.Denied { Error: "invalid_grant" }:
                    refused = grant.RefreshToken.Reveal();
                    break;
                default:
                    return new DirectoryAnswer.Unavailable("The provider did not answer.");
            }
        }

        return new DirectoryAnswer.Disabled();
    }

    public Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Subject>>([]);
}

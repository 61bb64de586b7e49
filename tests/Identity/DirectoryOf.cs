using Azure.Core;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Identity;

/// <summary>The product's directory of one kind over a server on loopback.</summary>
internal static class DirectoryOf
{
    public static Task<DirectoryAnswer> FindAsync(TestIssuer server, string kind, string key) =>
        Kind(server, kind).FindAsync(new(SubjectId.Of(server.Url, null, key), "test", server.Url, null, key, key), default);

    public static IDirectory Kind(TestIssuer server, string kind)
    {
        var catalog = server.Catalog(kind: kind, tenants: kind == "graph" ? ["tenant"] : null);
        var leases = new GrantLease(null!, TimeProvider.System, GrantLease.UsualLength); // Only a grant directory takes one, or keeps a secret.
        return DirectoryCatalog.Of(catalog, new TokenEndpoint(new PaperAssertion()), new SessionGrants(new(new VaultInMemory().Client(), null!)), leases, new AppToken()).All.Single();
    }

    internal sealed class AppToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("app", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}

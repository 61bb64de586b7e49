using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Azure.Core;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>One directory for every trusted issuer, by the kind the operator declared.</summary>
public sealed class DirectoryCatalog
{
    private const string GraphRoot = "https://graph.microsoft.com/v1.0";

    private readonly FrozenDictionary<string, IDirectory> _byProvider;

    public DirectoryCatalog(IEnumerable<IDirectory> directories)
    {
        All = [.. directories];
        _byProvider = All.ToFrozenDictionary(static directory => directory.ProviderId, StringComparer.Ordinal);
    }

    public ImmutableArray<IDirectory> All { get; }

    /// <summary>The directories that list all people, not only those with a stored grant.</summary>
    public IEnumerable<IDirectory> Queryable => All.Where(static directory => directory is not GrantDirectory);

    public IDirectory? For(Subject subject) => _byProvider.GetValueOrDefault(subject.ProviderId);

    internal static DirectoryCatalog Of(IssuerCatalog issuers, TokenEndpoint tokens, SessionGrants grants, GrantLease leases, TokenCredential credential) =>
        new(issuers.All.Select(metadata => Of(metadata, tokens, grants, leases, credential)));

    private static IDirectory Of(IssuerMetadata metadata, TokenEndpoint tokens, SessionGrants grants, GrantLease leases, TokenCredential credential)
    {
        var issuer = metadata.Issuer;
        var setting = issuer.Directory;
        return setting.Kind switch
        {
            "scim" => new ScimDirectory(
                issuer, new(new(setting.Url!), Outbound.Client(), DirectoryClient.Fixed("Bearer", setting.Token), ScimDirectory.IsAbsence)),
            "okta" => new OktaDirectory(
                issuer, new(new(setting.Url!), Outbound.Client(), DirectoryClient.Fixed("SSWS", setting.Token), OktaDirectory.IsAbsence)),
            "graph" => new GraphDirectory(issuer, new(new(setting.Url ?? GraphRoot), Outbound.Client(), AppToken(credential), GraphDirectory.IsAbsence)),
            _ => new GrantDirectory(metadata, tokens, grants, leases),
        };
    }

    private static Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> AppToken(TokenCredential credential)
    {
        var context = new TokenRequestContext(["https://graph.microsoft.com/.default"]);
        return async cancellation => new("Bearer", (await credential.GetTokenAsync(context, cancellation)).Token);
    }
}

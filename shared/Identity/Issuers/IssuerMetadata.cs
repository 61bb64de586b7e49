using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Onbehalf.Identity.Issuers;

/// <summary>An issuer's discovery document and keys, kept warm. A provider without a discovery document is declared instead.</summary>
internal sealed class IssuerMetadata
{
    private readonly IssuerDocuments _documents;
    private readonly Cached<IssuerSnapshot> _kept;
    private readonly IssuerSnapshot? _declared;

    public IssuerMetadata(Issuer issuer, HttpClient http, TimeProvider time, IssuerSnapshot? declared = null)
    {
        (Issuer, Http, _documents, _declared) = (issuer, http, new(http), declared);
        _kept = new(FetchAsync, time);
    }

    public Issuer Issuer { get; }

    /// <summary>For calls to this issuer's own endpoints.</summary>
    public HttpClient Http { get; }

    /// <summary>The last good snapshot, or null while the issuer cannot be asked.</summary>
    public Task<IssuerSnapshot?> CurrentAsync() => _declared is null ? _kept.CurrentAsync() : Task.FromResult<IssuerSnapshot?>(_declared);

    /// <summary>A newer snapshot than <paramref name="seen"/> where one can be had now, else the same.</summary>
    public Task<IssuerSnapshot?> NewerThanAsync(IssuerSnapshot seen) => _declared is null ? _kept.NewerThanAsync(seen) : Task.FromResult<IssuerSnapshot?>(_declared);

    private async Task<IssuerSnapshot?> FetchAsync(CancellationToken cancellation)
    {
        var document = await ReadAsync(Issuer.Url, cancellation);
        // OpenID Connect Discovery §4.3: a document that names another issuer is not this issuer's.
        if (document.Issuer != Issuer.Url && !EntraRule.IsDescribedBy(Issuer, document.Issuer))
            return null;
        return new(Issuer, document, EntraRule.Version1(Issuer) is { } version1 ? await ReadAsync(version1, cancellation) : null);
    }

    private Task<OpenIdConnectConfiguration> ReadAsync(string authority, CancellationToken cancellation) =>
        OpenIdConnectConfigurationRetriever.GetAsync($"{authority.TrimEnd('/')}/.well-known/openid-configuration", _documents, cancellation);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Onbehalf.Identity.Issuers;

/// <summary>The cached discovery document and keys of an issuer. They are declared for a provider without a discovery document.</summary>
internal sealed partial class IssuerMetadata
{
    private readonly IssuerDocuments _documents;
    private readonly Cached<IssuerSnapshot> _kept;
    private readonly IssuerSnapshot? _declared;
    private readonly ILogger _log;
    private volatile string? _trouble;

    public IssuerMetadata(Issuer issuer, HttpClient http, TimeProvider time, IssuerSnapshot? declared = null, ILogger? log = null)
    {
        (Issuer, Http, _documents, _declared, _log) = (issuer, http, new(http), declared, log ?? NullLogger.Instance);
        _kept = new(FetchAsync, time, NotFetched);
    }

    public Issuer Issuer { get; }

    /// <summary>The client for calls to this issuer's own endpoints.</summary>
    public HttpClient Http { get; }

    /// <summary>The reason for the failure of the last fetch, without an address. Null if the fetch succeeded.</summary>
    public string? Trouble => _trouble;

    /// <summary>Returns the last good snapshot, or null while the issuer is unreachable.</summary>
    public Task<IssuerSnapshot?> CurrentAsync() => _declared is null ? _kept.CurrentAsync() : Task.FromResult<IssuerSnapshot?>(_declared);

    /// <summary>Returns a newer snapshot than <paramref name="seen"/> if one can be fetched now; otherwise the same one.</summary>
    public Task<IssuerSnapshot?> NewerThanAsync(IssuerSnapshot seen) =>
        _declared is null ? _kept.NewerThanAsync(seen) : Task.FromResult<IssuerSnapshot?>(_declared);

    private async Task<IssuerSnapshot?> FetchAsync(CancellationToken cancellation)
    {
        var document = await ReadAsync(Issuer.Url, cancellation);
        // OpenID Connect Discovery §4.3: a document that names another issuer is rejected.
        if (!IssuerName.IsSame(document.Issuer, Issuer.Url) && !EntraRule.IsDescribedBy(Issuer, document.Issuer))
        {
            _trouble = Mismatch(document.Issuer);
            Log.OtherIssuer(_log, Issuer.Id, Issuer.Url, OperatorText.Name(document.Issuer), _trouble);
            return null;
        }

        var snapshot = new IssuerSnapshot(Issuer, document, EntraRule.Version1(Issuer) is { } version1 ? await ReadAsync(version1, cancellation) : null);
        _trouble = snapshot.HasKeys ? null : "its key set holds no key that can be used (RSA of 2048 bits or more, or an elliptic curve)";
        if (_trouble is not null)
            Log.NoKeys(_log, Issuer.Id);
        return snapshot;
    }

    /// <summary>Returns the cause of the mismatch, with a remedy for common errors.</summary>
    private string Mismatch(string? named) =>
        named switch
        {
            null or "" => "its discovery document names no issuer",
            _ when named.Contains("{tenantid}", StringComparison.Ordinal) && !Issuer.IsEntra =>
                "its discovery document is for many tenants: list the permitted ones in tenants",
            _ when named.Equals(Issuer.Url, StringComparison.OrdinalIgnoreCase) => "its discovery document spells the issuer in another case",
            _ when named.StartsWith("https://sts.windows.net/", StringComparison.Ordinal) =>
                "its discovery document is of Entra's version 1: end the issuer with /v2.0",
            _ => "its discovery document names another issuer",
        };

    private void NotFetched(Exception failure)
    {
        _trouble = "its discovery document or its key set cannot be read";
        Log.NotFetched(_log, Issuer.Id, Issuer.Url, failure.GetType().Name, (failure as HttpRequestException)?.StatusCode is { } status ? (int)status : 0);
    }

    private Task<OpenIdConnectConfiguration> ReadAsync(string authority, CancellationToken cancellation) =>
        OpenIdConnectConfigurationRetriever.GetAsync($"{authority.TrimEnd('/')}/.well-known/openid-configuration", _documents, cancellation);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Issuer {Issuer} is declared as {Declared}, but its discovery document names {Named}: {Reason}. It is not used.")]
        public static partial void OtherIssuer(ILogger log, string issuer, string declared, string named, string reason);

        [LoggerMessage(
            2, LogLevel.Warning, "The discovery document or the key set of issuer {Issuer} ({Declared}) cannot be read ({Failure}, status {Status}).")]
        public static partial void NotFetched(ILogger log, string issuer, string declared, string failure, int status);

        [LoggerMessage(3, LogLevel.Error, "The key set of issuer {Issuer} holds no key that can be used. Every token of it is refused.")]
        public static partial void NoKeys(ILogger log, string issuer);
    }
}

/// <summary>Fetches discovery documents and key sets, from safe addresses only.</summary>
internal sealed class IssuerDocuments(HttpClient http) : IDocumentRetriever
{
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Outbound.IsSafe(address))
            throw new HttpRequestException("A provider's document named an address that is not https.");
        return await http.GetStringAsync(new Uri(address), cancel);
    }
}

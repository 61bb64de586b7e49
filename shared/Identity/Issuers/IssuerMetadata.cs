using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// An issuer's discovery document and keys, kept warm. A warm one is answered at once and renewed behind the caller's back; an unknown
/// key renews it at most once per <see cref="BackOff"/>, whoever asks, so a flood of invented key ids costs one fetch.
/// A provider without a discovery document is declared instead.
/// </summary>
internal sealed class IssuerMetadata(Issuer issuer, HttpClient http, TimeProvider time, IssuerSnapshot? declared = null)
{
    public static readonly TimeSpan BackOff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>A provider that cannot be reached for this long is no longer believed.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly IssuerDocuments _documents = new(http);
    private IssuerSnapshot? _current;
    private Task<IssuerSnapshot?>? _currentTask;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _notBefore;
    private int _failures;
    private Task<IssuerSnapshot?>? _fetch;

    public Issuer Issuer => issuer;

    /// <summary>For calls to this issuer's own endpoints.</summary>
    public HttpClient Http => http;

    /// <summary>The last good snapshot, or null while the issuer cannot be asked.</summary>
    public Task<IssuerSnapshot?> CurrentAsync()
    {
        if (declared is not null)
            return Task.FromResult<IssuerSnapshot?>(declared);
        lock (_gate)
        {
            var age = time.GetUtcNow() - _fetchedAt;
            if (_current is null || age >= UsableFor)
                return Fetch() ?? Task.FromResult<IssuerSnapshot?>(null);
            if (age >= FreshFor)
                _ = Fetch();
            return _currentTask ??= Task.FromResult<IssuerSnapshot?>(_current);
        }
    }

    /// <summary>A newer snapshot than <paramref name="seen"/> where one can be had now, else the same.</summary>
    public Task<IssuerSnapshot?> NewerThanAsync(IssuerSnapshot seen)
    {
        if (declared is not null)
            return Task.FromResult<IssuerSnapshot?>(declared);
        lock (_gate)
            return ReferenceEquals(_current, seen) && Fetch() is { } fetch ? fetch : Task.FromResult(_current);
    }

    /// <summary>The fetch under way, a new one, or null while backing off.</summary>
    private Task<IssuerSnapshot?>? Fetch()
    {
        if (_fetch is { IsCompleted: false })
            return _fetch;
        var now = time.GetUtcNow();
        if (now < _notBefore)
            return null;
        _notBefore = now + BackOff;
        return _fetch = Task.Run(FetchAsync);
    }

    private async Task<IssuerSnapshot?> FetchAsync()
    {
        IssuerSnapshot? fetched = null;
        try
        {
            using var timeout = new CancellationTokenSource(2 * Outbound.Timeout);
            var address = $"{issuer.Url.TrimEnd('/')}/.well-known/openid-configuration";
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(address, _documents, timeout.Token).ConfigureAwait(false);
            // OpenID Connect Discovery §4.3: a document that names another issuer is not this issuer's.
            if (document.Issuer == issuer.Url)
                fetched = new(issuer, document);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException
            or JsonException or ArgumentException or InvalidOperationException or SecurityTokenException)
        {
            fetched = null;
        }

        return Remember(fetched);
    }

    private IssuerSnapshot? Remember(IssuerSnapshot? fetched)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (fetched is null)
            {
                _notBefore = now + TimeSpan.FromSeconds(Math.Min(BackOff.TotalSeconds, 1 << Math.Min(_failures++, 5)));
                return now - _fetchedAt < UsableFor ? _current : null;
            }

            (_current, _currentTask, _fetchedAt, _failures) = (fetched, null, now, 0);
            return fetched;
        }
    }
}

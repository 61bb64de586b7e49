using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Identity.Client;
using Microsoft.Identity.Web;
using Microsoft.Identity.Web.TokenCacheProviders;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// Microsoft Entra's on-behalf-of flow as a long-running process. It starts with a token that the person presented, and continues with its own
/// refresh tokens without the person. The MSAL client exists for one request, on the cache of one person's process.
/// </summary>
internal sealed class EntraProcess(OnBehalfGrants grants, ClientAssertionProviderBase assertions)
{
    private const string Version2 = "/v2.0";

    /// <param name="process">The name of the new process.</param>
    public Task<ProcessAnswer> BeginAsync(
        IssuerMetadata issuer, Subject subject, Connection connection, string process, SecretText presented, CancellationToken cancellation)
    {
        var cache = new ProcessCache(grants, subject.Id, connection, process, null);
        var key = cache.Key;
        return AskAsync(
            issuer,
            subject,
            connection,
            cache,
            api => api.InitiateLongRunningProcessInWebApi(Scopes(connection), presented.Reveal(), ref key).ExecuteAsync(cancellation),
            cancellation);
    }

    public Task<ProcessAnswer> ContinueAsync(IssuerMetadata issuer, Subject subject, Connection connection, OnBehalfGrant grant, CancellationToken cancellation)
    {
        var cache = new ProcessCache(grants, subject.Id, connection, grant.Process, grant);
        return AskAsync(
            issuer,
            subject,
            connection,
            cache,
            api => api.AcquireTokenInLongRunningProcess(Scopes(connection), cache.Key).ExecuteAsync(cancellation),
            cancellation);
    }

    private static string[] Scopes(Connection connection) => connection.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<ProcessAnswer> AskAsync(
        IssuerMetadata issuer,
        Subject subject,
        Connection connection,
        ProcessCache cache,
        Func<ILongRunningWebApi, Task<AuthenticationResult>> ask,
        CancellationToken cancellation)
    {
        var app = App(issuer, subject, connection);
        cache.Initialize(app.UserTokenCache);
        try
        {
            var result = await ask((ILongRunningWebApi)app);
            return cache.IsKept ? new ProcessAnswer.Granted(new(result.AccessToken), result.ExpiresOn) : new ProcessAnswer.Unavailable();
        }
        catch (MsalUiRequiredException refused)
        {
            return new ProcessAnswer.Refused(refused.ErrorCode);
        }
        catch (Exception failure)
            when (failure is MsalException or HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new ProcessAnswer.Unavailable();
        }
    }

    /// <summary>The requesting client must be the audience of the assertion.</summary>
    private IConfidentialClientApplication App(IssuerMetadata issuer, Subject subject, Connection connection)
    {
        var builder = ConfidentialClientApplicationBuilder.Create(connection.Client!.Id)
            .WithAuthority(Authority(issuer.Issuer, subject))
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new OneClient(issuer.Http), retryOnceOn5xx: false);
        return (
            connection.Client.Secret is { } secret ? builder.WithClientSecret(secret.Reveal()) : builder.WithClientAssertion(assertions.GetSignedAssertionAsync)
        ).Build();
    }

    /// <summary>The person's own tenant.</summary>
    private static string Authority(Issuer issuer, Subject subject)
    {
        var url = issuer.Url.EndsWith(Version2, StringComparison.Ordinal) ? issuer.Url[..^Version2.Length] : issuer.Url;
        return subject.Tenant is { } tenant ? new Uri(new Uri(url), $"/{tenant}").AbsoluteUri : url;
    }

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}

/// <summary>Entra's response to an on-behalf-of request.</summary>
internal abstract record ProcessAnswer
{
    private ProcessAnswer()
    {
    }

    /// <summary>The vault already has the tokens that the next request of this process needs.</summary>
    public sealed record Granted(SecretText AccessToken, DateTimeOffset ExpiresAt) : ProcessAnswer;

    /// <summary>Only the person, or an administrator who consents for them, can resolve it; a retry cannot.</summary>
    public sealed record Refused(string Error) : ProcessAnswer;

    public sealed record Unavailable : ProcessAnswer;
}

/// <summary>
/// The MSAL cache of one on-behalf-of process, in a vault secret of its person. It is created for one request and has access to one secret; keys
/// of other processes are ignored. It has no access tokens, and MSAL returns none before the write has succeeded.
/// </summary>
internal sealed class ProcessCache(OnBehalfGrants grants, SubjectId subject, Connection connection, string process, OnBehalfGrant? begun)
    : MsalAbstractTokenCacheProvider
{
    private OnBehalfGrant? _kept = begun;

    /// <summary>MSAL's session key of the process.</summary>
    public string Key { get; } = $"{subject}-{connection.Id}";

    /// <summary>Whether the vault has the tokens that the next request needs.</summary>
    public bool IsKept => _kept is not null;

    protected override Task<byte[]?> ReadCacheBytesAsync(string cacheKey) =>
        Task.FromResult(cacheKey == Key && _kept is { } kept ? Convert.FromBase64String(kept.State.Reveal()) : null);

    protected override async Task WriteCacheBytesAsync(string cacheKey, byte[] bytes)
    {
        RequireOwn(cacheKey);
        _kept = await grants.WriteAsync(subject, connection, process, WithoutAccessTokens(bytes), _kept?.Version);
    }

    protected override async Task RemoveKeyAsync(string cacheKey)
    {
        RequireOwn(cacheKey);
        await grants.EndAsync(subject, connection);
        _kept = null;
    }

    private void RequireOwn(string cacheKey)
    {
        if (cacheKey != Key)
            throw new InvalidOperationException("MSAL asked for a cache of another process.");
    }

    private static SecretText WithoutAccessTokens(byte[] cache)
    {
        var sections = JsonNode.Parse(cache)!.AsObject();
        sections["AccessToken"] = new JsonObject();
        return new(Convert.ToBase64String(Encoding.UTF8.GetBytes(sections.ToJsonString())));
    }
}

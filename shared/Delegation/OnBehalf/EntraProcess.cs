using Microsoft.Identity.Client;
using Microsoft.Identity.Web;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
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

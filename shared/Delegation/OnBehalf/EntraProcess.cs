using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;
using Microsoft.Identity.Client;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// Microsoft Entra's on-behalf-of flow as a long-running process: begun with a token that the person presented to us, continued with what
/// the process itself was given, without them. MSAL keeps nothing here; its cache is handed in and out, without access tokens.
/// </summary>
internal sealed class EntraProcess(TokenCredential credential)
{
    private const string Version2 = "/v2.0";

    public Task<ProcessAnswer> BeginAsync(IssuerMetadata issuer, Subject subject, Connection connection, SecretText presented, CancellationToken cancellation)
    {
        var key = Key(subject, connection);
        return AskAsync(issuer, subject, connection, null, api => api.InitiateLongRunningProcessInWebApi(Scopes(connection), presented.Reveal(), ref key).ExecuteAsync(cancellation), cancellation);
    }

    public Task<ProcessAnswer> ContinueAsync(IssuerMetadata issuer, Subject subject, Connection connection, SecretText state, CancellationToken cancellation) =>
        AskAsync(issuer, subject, connection, state, api => api.AcquireTokenInLongRunningProcess(Scopes(connection), Key(subject, connection)).ExecuteAsync(cancellation), cancellation);

    private static string[] Scopes(Connection connection) => connection.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Key(Subject subject, Connection connection) => $"{subject.Id}-{connection.Id}";

    private async Task<ProcessAnswer> AskAsync(
        IssuerMetadata issuer, Subject subject, Connection connection, SecretText? before, Func<ILongRunningWebApi, Task<AuthenticationResult>> ask, CancellationToken cancellation)
    {
        var app = App(issuer, subject, connection);
        var after = before;
        if (before is not null)
            app.UserTokenCache.SetBeforeAccess(access => access.TokenCache.DeserializeMsalV3(Convert.FromBase64String(before.Reveal()), shouldClearExistingCache: true));
        app.UserTokenCache.SetAfterAccess(access => after = access.HasStateChanged ? WithoutAccessTokens(access.TokenCache.SerializeMsalV3()) : after);
        try
        {
            var result = await ask((ILongRunningWebApi)app).ConfigureAwait(false);
            return after is null ? new ProcessAnswer.Unavailable() : new ProcessAnswer.Granted(new(result.AccessToken), result.ExpiresOn, after);
        }
        catch (MsalUiRequiredException refused)
        {
            return new ProcessAnswer.Refused(refused.ErrorCode);
        }
        catch (Exception failure) when (failure is MsalException or HttpRequestException or AuthenticationFailedException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new ProcessAnswer.Unavailable();
        }
    }

    /// <summary>The API that people's tokens are for (the assertion's audience) has to be the one that asks.</summary>
    private IConfidentialClientApplication App(IssuerMetadata issuer, Subject subject, Connection connection)
    {
        var builder = ConfidentialClientApplicationBuilder.Create(connection.Client!.Id)
            .WithAuthority(Authority(issuer.Issuer, subject))
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new OneClient(issuer.Http), retryOnceOn5xx: false);
        return (connection.Client.Secret is { } secret
            ? builder.WithClientSecret(secret.Reveal())
            : builder.WithClientAssertion(async (AssertionRequestOptions asked) => (await credential.GetTokenAsync(TokenEndpoint.Federation, asked.CancellationToken).ConfigureAwait(false)).Token)).Build();
    }

    /// <summary>Always one tenant: the person's own.</summary>
    private static string Authority(Issuer issuer, Subject subject)
    {
        var url = issuer.Url.EndsWith(Version2, StringComparison.Ordinal) ? issuer.Url[..^Version2.Length] : issuer.Url;
        return subject.Tenant is { } tenant ? new Uri(new Uri(url), $"/{tenant}").AbsoluteUri : url;
    }

    /// <summary>Access tokens stay in memory: the cache is kept without those it holds.</summary>
    private static SecretText WithoutAccessTokens(byte[] cache)
    {
        var sections = JsonNode.Parse(cache)!.AsObject();
        sections["AccessToken"] = new JsonObject();
        return new(Convert.ToBase64String(Encoding.UTF8.GetBytes(sections.ToJsonString())));
    }

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}

using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The real client on a local vault, with the vault's authority pinned and tokens from its identity endpoint.</summary>
internal static class LocalVault
{
    public static async Task<SecretClient> ClientAsync()
    {
        var sidecars = await LocalSidecars.StartAsync();
        return Client(sidecars.VaultUri, sidecars.VaultAuthorityFile, sidecars.IdentityEndpoint, sidecars.IdentityHeader);
    }

    public static SecretClient Client(string address, string authorityFile, string identityEndpoint, string identityHeader, int retries = 0, DelegatingHandler? through = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
        };
        var transport = new SocketsHttpHandler { SslOptions = new() { CertificateChainPolicy = policy } };
        if (through is not null)
            through.InnerHandler = transport;
        var options = new SecretClientOptions { DisableChallengeResourceVerification = true, Transport = new HttpClientTransport((HttpMessageHandler?)through ?? transport), Retry = { MaxRetries = retries } };
        return new(new Uri(address), new Identity(identityEndpoint, identityHeader), options);
    }

    /// <summary>Asks as the SDK's managed identity credential does, without that one's process-wide settings.</summary>
    private sealed class Identity(string endpoint, string header) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext context, CancellationToken cancellation) =>
            GetTokenAsync(context, cancellation).AsTask().GetAwaiter().GetResult();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext context, CancellationToken cancellation)
        {
            using var client = new HttpClient();
            var resource = Uri.EscapeDataString(context.Scopes[0].Replace("/.default", "", StringComparison.Ordinal));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&resource={resource}");
            request.Headers.Add("X-IDENTITY-HEADER", header);
            using var answer = (await client.SendAsync(request, cancellation)).EnsureSuccessStatusCode();
            var token = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return new(token.GetProperty("access_token").GetString()!, DateTimeOffset.UtcNow.AddHours(1));
        }
    }
}

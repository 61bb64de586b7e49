using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Identity;

/// <summary>The far end of the Key Vault protocol, as little of it as secrets need, behind the real client.</summary>
internal sealed class VaultInMemory : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    public bool TakesNothing { get; set; }

    public SecretClient Client() => new(
        new Uri("https://vault.test"),
        new Anybody(),
        new SecretClientOptions { DisableChallengeResourceVerification = true, Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 } });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
            return new(HttpStatusCode.Unauthorized)
            {
                Headers = { WwwAuthenticate = { new AuthenticationHeaderValue("Bearer", "authorization=\"https://login.test/tenant\", resource=\"https://vault.test\"") } },
            };
        if (TakesNothing && request.Method == HttpMethod.Put)
            return new(HttpStatusCode.ServiceUnavailable) { Content = JsonContent.Create(new { }) };
        var name = request.RequestUri!.AbsolutePath.Split('/')[2];
        if (request.Method == HttpMethod.Put)
            _secrets[name] = (await request.Content!.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("value").GetString()!;
        var known = request.Method == HttpMethod.Delete ? _secrets.TryRemove(name, out var value) : _secrets.TryGetValue(name, out value);
        return known
            ? new(HttpStatusCode.OK) { Content = JsonContent.Create(new { value, id = $"https://vault.test/secrets/{name}/1", attributes = new { enabled = true }, recoveryId = $"https://vault.test/deletedsecrets/{name}" }) }
            : new(HttpStatusCode.NotFound) { Content = JsonContent.Create(new { error = new { code = "SecretNotFound", message = name } }) };
    }

    private sealed class Anybody : TokenCredential
    {
        private static readonly AccessToken Token = new("app", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}

using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Onbehalf.Tests.Tables;

public sealed class TokenCredentialTests
{
    [Fact]
    public async Task A_token_for_storage_goes_over_https_only()
    {
        var (wire, login) = (new Wire(), new Login());
        var options = new TableClientOptions { Transport = new HttpClientTransport(wire), Retry = { MaxRetries = 0 } };

        await new TableClient(new Uri("https://account.table.core.windows.net"), "audit", login, options).AddEntityAsync(new TableEntity("p", "r"));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new TableClient(new Uri("http://account.table.core.windows.net"), "audit", login, options).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal("https://account.table.core.windows.net/audit", Assert.Single(wire.Requests).RequestUri!.GetLeftPart(UriPartial.Path));
        Assert.Equal("Bearer token", wire.Requests[0].Headers.Authorization!.ToString());
        Assert.Equal(["https://storage.azure.com/.default"], Assert.Single(login.Scopes));
    }

    private sealed class Wire : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }

    private sealed class Login : TokenCredential
    {
        public List<string[]> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.Add(requestContext.Scopes);
            return new("token", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}

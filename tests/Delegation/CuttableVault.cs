using System.Net;

namespace Onbehalf.Tests.Delegation;

/// <summary>The way to the real vault, which a test can cut for writing.</summary>
internal sealed class CuttableVault : DelegatingHandler
{
    public bool TakesNothing { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        TakesNothing && request.Method == HttpMethod.Put && request.Headers.Authorization is not null
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("{}") })
            : base.SendAsync(request, cancellationToken);
}

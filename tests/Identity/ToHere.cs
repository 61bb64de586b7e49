namespace Onbehalf.Tests.Identity;

/// <summary>Sends every request to one server, whatever host it names.</summary>
internal sealed class ToHere(Uri here) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(here, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}

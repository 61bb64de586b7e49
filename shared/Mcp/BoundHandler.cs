using System.Net;
using Onbehalf.Delegation;

namespace Onbehalf.Mcp;

/// <summary>Attaches one person's token to requests for its own origin, follows no redirects to others, and limits what it reads.</summary>
internal sealed class BoundHandler(DelegatedToken token, HttpMessageInvoker inner) : HttpMessageHandler
{
    private const long LargestAnswer = 1024 * 1024;

    /// <summary>The server no longer accepts this token.</summary>
    public bool WasTurnedAway { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        token.AttachTo(request);
        var response = await inner.SendAsync(request, cancellationToken);
        WasTurnedAway |= response.StatusCode == HttpStatusCode.Unauthorized;
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The server pointed elsewhere.");
        }

        response.Content = new CappedContent(response.Content, LargestAnswer);
        return response;
    }
}

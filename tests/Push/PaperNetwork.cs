namespace Onbehalf.Tests.Push;

/// <summary>A network that never answers, whatever is cancelled, or that fails as nobody expects.</summary>
internal sealed class PaperNetwork(bool isSilent) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (isSilent)
            await new TaskCompletionSource().Task;
        throw new NotSupportedException();
    }
}

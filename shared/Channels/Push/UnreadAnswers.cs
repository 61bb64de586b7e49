namespace Onbehalf.Channels.Push;

/// <summary>
/// Discards the content of every response. The push service is named by a person's browser, and the push library reads responses without a
/// limit. An endless response would block the sender. Only the status and the headers are used.
/// </summary>
internal sealed class UnreadAnswers(HttpMessageHandler network) : DelegatingHandler(network)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        answer.Content.Dispose();
        answer.Content = new ByteArrayContent([]);
        return answer;
    }
}

namespace Onbehalf.Channels.Push;

/// <summary>
/// Drops the content of every answer. A person names the push service of their browser, and the push library reads what it says to the end without a
/// limit: a service that never stops would hold up whoever sends. Only the status and the headers count.
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

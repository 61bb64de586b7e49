using System.Threading.Channels;

namespace Onbehalf.Benchmarks;

/// <summary>Listens to a thread's event stream like the web app and reports the next answer.</summary>
internal sealed class ReplyListener : IDisposable
{
    private readonly Channel<bool> _replies = Channel.CreateUnbounded<bool>();
    private readonly CancellationTokenSource _end = new();

    public ReplyListener(HttpClient client, string thread) => _ = Task.Run(() => ListenAsync(client, thread));

    public async Task NextReplyAsync() => await _replies.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ListenAsync(HttpClient client, string thread)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"api/threads/{thread}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _end.Token);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(_end.Token));
            var isMessage = false;
            while (await lines.ReadLineAsync(_end.Token) is { } line)
            {
                if (line.StartsWith("event:", StringComparison.Ordinal))
                    isMessage = line.EndsWith("message", StringComparison.Ordinal);
                else if (isMessage && line.Contains("\"from\":\"agent\"", StringComparison.Ordinal))
                    _replies.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The benchmark has its result.
        }
    }
}

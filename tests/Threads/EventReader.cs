using System.Collections.Concurrent;
using System.Text.Json;

namespace Onbehalf.Tests.Threads;

/// <summary>Reads a stream as a browser's EventSource does.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _closed = new();
    private readonly BlockingCollection<(string Id, string Kind, string Data)> _events = [];
    private readonly Task _reading;

    private EventReader(HttpClient client, HttpResponseMessage response)
    {
        _client = client;
        _response = response;
        _reading = ReadAsync();
    }

    /// <summary>Completes when the server ends the stream.</summary>
    public Task Ended => _reading;

    public string? LastId { get; private set; }

    public static async Task<EventReader> OpenAsync(HttpClient client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new(client, response);
    }

    /// <summary>The next event of one of these kinds.</summary>
    public async Task<(string Kind, JsonElement Data)> NextAsync(params string[] kinds) => await Task.Run(() =>
    {
        while (_events.TryTake(out var next, Patience))
        {
            LastId = next.Id.Length > 0 ? next.Id : LastId;
            if (kinds.Contains(next.Kind))
                return (next.Kind, JsonDocument.Parse(next.Data).RootElement.Clone());
        }

        throw new TimeoutException($"No {string.Join('/', kinds)} came.");
    });

    /// <summary>Returns the events received so far.</summary>
    public IReadOnlyList<(string Id, string Kind, string Data)> Drain()
    {
        var all = new List<(string, string, string)>();
        while (_events.TryTake(out var next))
            all.Add(next);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _response.Dispose();
        _client.Dispose();
        _events.Dispose();
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var lines = new StreamReader(await _response.Content.ReadAsStreamAsync(_closed.Token));
            var (id, kind, data) = ("", "", new List<string>());
            while (await lines.ReadLineAsync(_closed.Token) is { } line)
            {
                if (line.Length == 0 && kind.Length > 0)
                {
                    _events.Add((id, kind, string.Join('\n', data)));
                    (id, kind, data) = ("", "", []);
                }
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data.Add(line[6..]);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or IOException or HttpRequestException)
        {
            // The reader or the server disconnected.
        }
    }
}

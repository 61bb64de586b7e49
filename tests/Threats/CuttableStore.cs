using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Threats;

/// <summary>The table store seen through a wire that a test can cut: while it is cut, every request is refused.</summary>
internal sealed class CuttableStore : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Uri _store;
    private volatile bool _cut;

    private CuttableStore(string connectionString, Uri store)
    {
        _store = store;
        _door.Start();
        ConnectionString = connectionString.Replace($":{store.Port}/", $":{((IPEndPoint)_door.LocalEndpoint).Port}/", StringComparison.Ordinal);
        _ = AcceptAsync();
    }

    public string ConnectionString { get; }

    public static async Task<CuttableStore> OpenAsync()
    {
        var text = (await LocalSidecars.StartAsync()).StorageConnectionString;
        var endpoint = text.Split(';').Single(static part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..];
        return new(text, new Uri(endpoint));
    }

    public void Cut()
    {
        _cut = true;
        foreach (var client in _open.Keys)
            client.Close();
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Cut();
        _door.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _door.AcceptTcpClientAsync(_closing.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            _open[client] = true;
            try
            {
                await using var here = client.GetStream();
                if (_cut)
                {
                    var request = new byte[65_536];
                    _ = await here.ReadAsync(request, _closing.Token);
                    await here.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _closing.Token);
                    await Task.Delay(100, _closing.Token);
                    return;
                }

                using var there = new TcpClient();
                await there.ConnectAsync(_store.Host, _store.Port, _closing.Token);
                await using var store = there.GetStream();
                await Task.WhenAny(here.CopyToAsync(store, _closing.Token), store.CopyToAsync(here, _closing.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Either side disconnected.
            }
            finally
            {
                _open.TryRemove(client, out _);
            }
        }
    }
}

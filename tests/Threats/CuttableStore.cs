using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// The table store seen through a wire that a test can cut or fill: while it is cut, every request is refused; while it is full, every write.
/// </summary>
internal sealed class CuttableStore : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Uri _store;
    private volatile bool _cut;
    private volatile bool _full;

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
        Close();
    }

    public void Fill()
    {
        _full = true;
        Close();
    }

    public void Mend() => _cut = _full = false;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Cut();
        _door.Dispose();
        _closing.Dispose();
    }

    private void Close()
    {
        foreach (var client in _open.Keys)
            client.Close();
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
                if (_full)
                {
                    await ServeFullAsync(here, store);
                    return;
                }

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

    /// <summary>One request per connection, so that each is seen: a read is passed on, a write is refused.</summary>
    private async Task ServeFullAsync(NetworkStream here, NetworkStream store)
    {
        var request = new byte[65_536];
        var length = await here.ReadAsync(request, _closing.Token);
        if (request.AsSpan(0, length).StartsWith("GET "u8))
        {
            var rest = request.AsSpan(0, length).IndexOf("\r\n"u8) + 2;
            await store.WriteAsync(request.AsMemory(0, rest), _closing.Token);
            await store.WriteAsync("Connection: close\r\n"u8.ToArray(), _closing.Token);
            await store.WriteAsync(request.AsMemory(rest, length - rest), _closing.Token);
            await store.CopyToAsync(here, _closing.Token);
            return;
        }

        await here.WriteAsync("HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _closing.Token);
        await Task.Delay(100, _closing.Token);
    }
}

using System.Net;
using System.Net.Sockets;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Threats;

/// <summary>The engine's tables, queues and blobs seen through a wire that counts requests and breaks at one of them.</summary>
internal sealed class HubWire : IAsyncDisposable
{
    private static readonly string[] Kinds = ["Blob", "Queue", "Table"];

    private readonly CancellationTokenSource _closing = new();
    private readonly List<TcpListener> _doors = [];
    private int _requests;
    private int _cutAt = int.MaxValue;
    private bool _loseAnswer;

    private HubWire(string connectionString)
    {
        var parts = connectionString.Split(';');
        foreach (var (at, part) in parts.Index().ToArray())
        {
            if (Kinds.FirstOrDefault(kind => part.StartsWith($"{kind}Endpoint=", StringComparison.Ordinal)) is { } kind)
                parts[at] = $"{kind}Endpoint={Open(new(part[(kind.Length + "Endpoint=".Length)..]))}";
        }

        ConnectionString = string.Join(';', parts);
    }

    public string ConnectionString { get; }

    public int Requests => Volatile.Read(ref _requests);

    public bool IsArmed => Volatile.Read(ref _cutAt) < int.MaxValue;

    public static async Task<HubWire> OpenAsync() => new((await LocalSidecars.StartAsync()).StorageConnectionString);

    /// <summary>Breaks the connection of the request that comes then: before the store has it, or before its answer is heard.</summary>
    public void CutAt(int request, bool loseAnswer)
    {
        _loseAnswer = loseAnswer;
        Volatile.Write(ref _cutAt, Requests + request);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _doors.ForEach(static door => door.Dispose());
        _closing.Dispose();
    }

    private Uri Open(Uri store)
    {
        var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        _doors.Add(door);
        _ = AcceptAsync(door, store);
        return new UriBuilder(store) { Port = ((IPEndPoint)door.LocalEndpoint).Port }.Uri;
    }

    private async Task AcceptAsync(TcpListener door, Uri store)
    {
        try
        {
            while (true)
                _ = ServeAsync(await door.AcceptTcpClientAsync(_closing.Token), store);
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, Uri store)
    {
        using (client)
        using (var there = new TcpClient())
        {
            try
            {
                await there.ConnectAsync(store.Host, store.Port, _closing.Token);
                await using var here = client.GetStream();
                await using var beyond = there.GetStream();
                await Task.WhenAny(RequestsAsync(here, beyond), beyond.CopyToAsync(here, _closing.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Either side disconnected.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream here, NetworkStream beyond)
    {
        var bytes = new byte[65_536];
        while (await here.ReadAsync(bytes, _closing.Token) is > 0 and var read)
        {
            var isCut = IsHead(bytes.AsSpan(0, read)) && Interlocked.Increment(ref _requests) == Volatile.Read(ref _cutAt);
            if (isCut)
                Volatile.Write(ref _cutAt, int.MaxValue);
            if (!isCut || _loseAnswer)
                await beyond.WriteAsync(bytes.AsMemory(0, read), _closing.Token);
            if (isCut)
                return;
        }
    }

    private static bool IsHead(ReadOnlySpan<byte> sent) => sent.IndexOf(" HTTP/1.1\r\n"u8) > 0
        && (sent.StartsWith("GET "u8) || sent.StartsWith("PUT "u8) || sent.StartsWith("POST "u8) || sent.StartsWith("DELETE "u8) || sent.StartsWith("HEAD "u8) || sent.StartsWith("MERGE "u8) || sent.StartsWith("PATCH "u8));
}

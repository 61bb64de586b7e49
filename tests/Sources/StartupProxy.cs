using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Onbehalf.Tests.Sources;

/// <summary>
/// Simulates a connection pooler's handling of the startup parameter <c>options</c>: it refuses the connection, or drops the parameter.
/// Everything else is forwarded unchanged (PostgreSQL, frontend/backend protocol: StartupMessage, SSLRequest, GSSENCRequest).
/// </summary>
internal sealed class StartupProxy : IAsyncDisposable
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private const int Startup = 196608;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly int _server;
    private readonly bool _refuses;

    public StartupProxy(int server, bool refuses)
    {
        (_server, _refuses) = (server, refuses);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            var near = client.GetStream();
            if (await StartAsync(near) is not { } start)
                return;
            await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            var far = server.GetStream();
            await far.WriteAsync(start, _end.Token);
            await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has disconnected.
        }
    }

    /// <summary>Null where the connection was refused.</summary>
    private async Task<byte[]?> StartAsync(NetworkStream near)
    {
        while (true)
        {
            var head = new byte[8];
            await near.ReadExactlyAsync(head, _end.Token);
            var code = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4));
            if (code is SslRequest or GssRequest)
            {
                await near.WriteAsync("N"u8.ToArray(), _end.Token);
                continue;
            }

            var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length];
            await near.ReadExactlyAsync(rest, _end.Token);
            var parameters = code == Startup ? Encoding.UTF8.GetString(rest).TrimEnd('\0').Split('\0').Chunk(2).ToList() : [];
            if (parameters.All(static p => p[0] != "options"))
                return [.. head, .. rest];
            if (_refuses)
            {
                await near.WriteAsync(Message('E', "SFATAL\0C08P01\0Munsupported startup parameter: options\0\0"), _end.Token);
                return null;
            }

            var kept = Encoding.UTF8.GetBytes(string.Concat(parameters.Where(static p => p[0] != "options").Select(static p => $"{p[0]}\0{p[1]}\0")) + "\0");
            BinaryPrimitives.WriteInt32BigEndian(head, head.Length + kept.Length);
            return [.. head, .. kept];
        }
    }

    private static byte[] Message(char kind, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var message = new byte[5 + bytes.Length];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + bytes.Length);
        bytes.CopyTo(message, 5);
        return message;
    }
}

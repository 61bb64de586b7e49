using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>
/// The control socket: a loopback socket opened with the home's key. The sidecars run while at least one connection is open. The system
/// closes it even if the app is killed.
/// </summary>
internal sealed class ControlSocket(int port, string key, Progress progress, TimeSpan linger, Action idle) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private readonly Lock _gate = new();
    private readonly Timer _idle = new(static state => ((Action)state!)(), idle, Timeout.Infinite, Timeout.Infinite);
    private int _apps;

    public static string Greeting(string key) => "onbehalf " + key;

    public void Open()
    {
        _listener.Start();
        _idle.Change(linger, Timeout.InfiniteTimeSpan);
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _idle.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The supervisor is stopping.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var app = client;
        try
        {
            app.NoDelay = true;
            await using var stream = app.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            var greeting = await reader.ReadLineAsync() ?? "";
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(greeting), Encoding.UTF8.GetBytes(Greeting(key))))
                return;
            Count(+1);
            try
            {
                await HoldAsync(stream, reader);
            }
            finally
            {
                Count(-1);
            }
        }
        catch (Exception left) when (left is IOException or SocketException)
        {
            // The app has exited, which is the signal that this socket exists for.
        }
    }

    private async Task HoldAsync(NetworkStream stream, StreamReader reader)
    {
        var lines = Channel.CreateUnbounded<string>();
        var silence = progress.Listen(line => lines.Writer.TryWrite(line));
        try
        {
            var writing = WriteAsync(stream, lines.Reader);
            await reader.ReadToEndAsync();
            lines.Writer.Complete();
            await writing;
        }
        finally
        {
            silence();
        }
    }

    private static async Task WriteAsync(NetworkStream stream, ChannelReader<string> lines)
    {
        await foreach (var line in lines.ReadAllAsync())
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _apps += change;
            _idle.Change(_apps == 0 ? linger : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

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
internal sealed class ControlSocket : IDisposable
{
    private readonly TcpListener _listener;
    private readonly string _key;
    private readonly Progress _progress;
    private readonly TimeSpan _linger;
    private readonly Action _end;
    private readonly Lock _gate = new();
    private readonly Timer _idle;
    private int _apps;

    /// <param name="port">The port on loopback.</param>
    /// <param name="key">The home's key, which a connection must name.</param>
    /// <param name="progress">What a connection is told.</param>
    /// <param name="linger">How long there may be no connection.</param>
    /// <param name="end">Called after that.</param>
    public ControlSocket(int port, string key, Progress progress, TimeSpan linger, Action end)
    {
        _listener = new(IPAddress.Loopback, port);
        (_key, _progress, _linger, _end) = (key, progress, linger, end);
        _idle = new(_ => EndIfIdle(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public static string Greeting(string key) => "onbehalf " + key;

    public void Open()
    {
        _listener.Start();
        _idle.Change(_linger, Timeout.InfiniteTimeSpan);
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
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(greeting), Encoding.UTF8.GetBytes(Greeting(_key))))
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
        var silence = _progress.Listen(line => lines.Writer.TryWrite(line));
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
            _idle.Change(_apps == 0 ? _linger : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>On a busy machine the timer's callback waits for a thread, and an app may come meanwhile.</summary>
    private void EndIfIdle()
    {
        lock (_gate)
        {
            if (_apps > 0)
                return;
        }

        _end();
    }
}

using System.Net;
using System.Net.Sockets;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>
/// The settings of one start: <c>--setting KEY=VALUE</c> arguments, over environment variables, over what the local host offers.
/// An <see cref="ILocalHost"/> may take them in its constructor; apps that share a process then do not share settings.
/// </summary>
public sealed class LocalSettings
{
    private const int DefaultPort = 7071;

    private readonly Dictionary<string, string?> _arguments = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _offered = new(StringComparer.OrdinalIgnoreCase);

    internal LocalSettings(IReadOnlyList<string> args)
    {
        for (var i = 0; i + 1 < args.Count; i++)
        {
            if (args[i] == "--setting" && args[i + 1].Split('=', 2) is [{ Length: > 0 } name, var value])
                _arguments[name] = value;
        }

        Socket = Bind(this["FUNCTIONS_PORT"]);
        Port = ((IPEndPoint)Socket.LocalEndPoint!).Port;
    }

    /// <summary>The port is bound before anything else starts, so that everybody can be told the address.</summary>
    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    internal Socket Socket { get; }

    internal IReadOnlyDictionary<string, string?> Arguments => _arguments;

    internal IReadOnlyDictionary<string, string?> Offered => _offered;

    public string? this[string name]
    {
        get
        {
            if (_arguments.TryGetValue(name, out var value))
                return value;
            return Environment.GetEnvironmentVariable(name) ?? _offered.GetValueOrDefault(name);
        }
    }

    /// <summary>Gives a setting a value for this start, unless the user has set it.</summary>
    public void Offer(string name, string value) => _offered[name] = value;

    private static Socket Bind(string? text)
    {
        if (!int.TryParse(text ?? $"{DefaultPort}", out var port) || port is < 0 or > IPEndPoint.MaxPort)
            throw new InvalidOperationException($"FUNCTIONS_PORT must be a port number; it is '{text}'.");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new InvalidOperationException($"Port {port} on 127.0.0.1 is not free. Set FUNCTIONS_PORT to another one, or to 0 for any.", taken);
        }
    }
}

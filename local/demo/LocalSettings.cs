using System.Net;
using System.Net.Sockets;

namespace Onbehalf.Demo;

/// <summary>
/// The settings of one start. Precedence: <c>--setting KEY=VALUE</c> arguments, environment variables, defaults of the local host. Apps in
/// one process have separate settings.
/// </summary>
public sealed class LocalSettings
{
    private const int DefaultPort = 7071;

    private readonly Dictionary<string, string?> _arguments = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _offered = new(StringComparer.OrdinalIgnoreCase);

    public LocalSettings(IReadOnlyDictionary<string, string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (var (name, value) in arguments)
            _arguments[name] = value;
        Socket = Bind(this["FUNCTIONS_PORT"]);
        Port = ((IPEndPoint)Socket.LocalEndPoint!).Port;
    }

    /// <summary>The HTTP port. It is bound before anything else starts, so that every component can be given the address.</summary>
    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    public Socket Socket { get; }

    /// <summary>Returns the worker's settings beside its environment: the arguments, and defaults that nothing else sets.</summary>
    public IReadOnlyDictionary<string, string> ForWorker() => _offered
        .Where(offer => Environment.GetEnvironmentVariable(offer.Key) is null)
        .Concat(_arguments)
        .GroupBy(static setting => setting.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static group => group.Key, static group => group.Last().Value ?? "");

    /// <summary>The host's own configuration: all values of <see cref="this[string]"/>, including the environment.</summary>
    public IReadOnlyDictionary<string, string?> ForHost()
    {
        var all = new Dictionary<string, string?>(_offered, StringComparer.OrdinalIgnoreCase);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            all[(string)variable.Key] = (string?)variable.Value;
        foreach (var (name, value) in _arguments)
            all[name] = value;
        return all;
    }

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

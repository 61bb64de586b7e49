using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>One open socket to a supervisor.</summary>
internal sealed class SupervisorConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _lines;

    private SupervisorConnection(TcpClient client, Endpoints endpoints)
    {
        _client = client;
        _lines = new(client.GetStream(), Encoding.UTF8);
        Endpoints = endpoints;
    }

    public Endpoints Endpoints { get; }

    /// <summary>Connects to the supervisor. Returns null if none of this home listens.</summary>
    public static async Task<SupervisorConnection?> TryOpenAsync(string folder, CancellationToken cancellation)
    {
        var home = new SidecarHome(folder);
        if (PrivateFile.Read<Ports>(home.PortsFile) is not { } ports || PrivateFile.Read<Secrets>(home.SecretsFile) is not { } secrets)
            return null;
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, ports.Supervisor, cancellation);
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(ControlSocket.Greeting(secrets.Control) + "\n"), cancellation);
            return new(client, new(home, ports, secrets));
        }
        catch (Exception absent) when (absent is SocketException or IOException)
        {
            client.Dispose();
            return null;
        }
    }

    /// <summary>Forwards progress messages until everything is ready. Returns false if the supervisor ends before that without a reason.</summary>
    public async Task<bool> ReadyAsync(Action<string> tell, CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } line)
        {
            if (line == "ready")
                return true;
            if (line.StartsWith("failed ", StringComparison.Ordinal))
                throw new SidecarsUnavailableException(line["failed ".Length..]);
            tell(line["step ".Length..]);
        }

        return false;
    }

    /// <summary>Forwards messages until the supervisor exits.</summary>
    public async Task FollowAsync(Action<string> tell, CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } line)
            tell(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _lines.ReadLineAsync(cancellation);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>The loopback ports of one home. They are stable while free, because every person's id contains the issuer's address.</summary>
internal sealed record Ports
{
    // Below the ephemeral port ranges (Linux from 32768, macOS from 49152), so that no outgoing connection takes one.
    private const int First = 20_000;
    private const int Last = 32_000;

    public int Supervisor { get; init; }

    public int Blob { get; init; }

    public int Queue { get; init; }

    public int Table { get; init; }

    public int Provider { get; init; }

    public int Postgres { get; init; }

    public int Vault { get; init; }

    public int Identity { get; init; }

    public int Tasks { get; init; }

    public static Ports Choose(Ports? known)
    {
        known ??= new();
        var taken = new HashSet<int>();
        return new Ports
        {
            Supervisor = Keep(known.Supervisor, taken),
            Blob = Keep(known.Blob, taken),
            Queue = Keep(known.Queue, taken),
            Table = Keep(known.Table, taken),
            Provider = Keep(known.Provider, taken),
            Postgres = Keep(known.Postgres, taken),
            Vault = Keep(known.Vault, taken),
            Identity = Keep(known.Identity, taken),
            Tasks = Keep(known.Tasks, taken),
        };
    }

    private static int Keep(int port, HashSet<int> taken)
    {
        while (port == 0 || taken.Contains(port) || !IsFree(port))
            port = Random.Shared.Next(First, Last);
        taken.Add(port);
        return port;
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

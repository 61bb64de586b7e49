using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Delegation.Outgoing;

/// <summary>
/// The only path for requests to configured hosts. Every address is checked between resolution and connection, which defeats names that resolve
/// to internal addresses, now or later (DNS rebinding). Redirects are not followed. Loopback is reachable only for entries marked
/// <c>demo</c>, and the managed identity endpoint for none.
/// </summary>
internal sealed class OutgoingGuard(IConfiguration configuration, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly Uri[] _identity =
    [
        .. new[] { configuration["IDENTITY_ENDPOINT"], configuration["MSI_ENDPOINT"] }
            .Select(static text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null)
            .OfType<Uri>(),
    ];

    public OutgoingGuard(IConfiguration configuration)
        : this(configuration, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="thisMachine">Whether loopback is allowed: the entry is marked <c>demo</c>.</param>
    public HttpClient Client(bool thisMachine, TimeSpan timeout) =>
        new(Handler(thisMachine, timeout)) { Timeout = timeout, MaxResponseContentBufferSize = LargestAnswer };

    public SocketsHttpHandler Handler(bool thisMachine, TimeSpan timeout) => new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        // A proxy would resolve the name itself and bypass this guard.
        UseProxy = false,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, thisMachine, cancellation),
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool thisMachine, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellation);
        var allowed = Array.FindAll(addresses, address => MayReach(address, target.Port, thisMachine));
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The address is not one this app may reach.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayReach(IPAddress address, int port, bool thisMachine) =>
        Addresses.IsPublic(address) || (thisMachine && Addresses.IsLoopback(address) && !Array.Exists(_identity, endpoint => endpoint.Port == port));
}

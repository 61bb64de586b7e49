using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Mcp;

/// <summary>
/// Sends requests to MCP servers as one person, with their token for exactly that server. Requests from the server are refused: no sampling, no
/// elicitation, no roots. Its hints about authorization servers are ignored.
/// </summary>
internal sealed class McpServers(DelegatedTokens tokens, OutgoingGuard guard)
{
    private const int MostTools = 64;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<ConnectionName, HttpMessageInvoker> _ways = new();

    public async Task<McpAnswer<T>> UseAsync<T>(
        Authority authority, Connection connection, TimeSpan limit, Func<McpClient, string, CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        var first = await TryAsync(authority, connection, limit, use, cancellation);
        if (!first.WasTurnedAway)
            return first.Answer;
        // A refused request was not executed. It is retried once with a new token, or ends with the reason why there is none.
        tokens.Forget(authority.Subject.Id, connection.Id);
        return (await TryAsync(authority, connection, limit, use, cancellation)).Answer;
    }

    /// <summary>Returns the server's tools with a valid and unambiguous name.</summary>
    public static async Task<ImmutableArray<OfferedTool>> ListAsync(McpClient client, Connection connection, CancellationToken cancellation)
    {
        var tools = await client.ListToolsAsync((RequestOptions?)null, cancellation);
        return
        [
            .. tools
                .Select(tool => (Name: McpName.Of(connection, tool.ProtocolTool.Name), Tool: tool.ProtocolTool))
                .Where(one => one.Name is not null && one.Name != McpName.Prefix(connection) + McpName.Connect && IsUsable(one.Tool))
                .GroupBy(static one => one.Name!, StringComparer.Ordinal)
                .Where(static same => same.Count() == 1)
                .Select(static same => new OfferedTool(same.Key, same.Single().Tool.Name, same.Single().Tool.Description ?? "", same.Single().Tool.InputSchema))
                .OrderBy(static tool => tool.Name, StringComparer.Ordinal)
                .Take(MostTools),
        ];
    }

    private static bool IsUsable(Tool tool) =>
        tool.InputSchema.ValueKind == JsonValueKind.Object && tool.InputSchema.GetRawText().Length <= OfferedTool.LongestSchema;

    private async Task<(McpAnswer<T> Answer, bool WasTurnedAway)> TryAsync<T>(
        Authority authority, Connection connection, TimeSpan limit, Func<McpClient, string, CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        switch (await tokens.GetAsync(authority, connection.Id, cancellation))
        {
            case DelegatedTokenResult.ConsentRequired consent:
                return (new McpAnswer<T>.ConsentRequired(consent.Reason), false);
            case DelegatedTokenResult.Unavailable unavailable:
                return (new McpAnswer<T>.Unavailable(unavailable.Reason), false);
            case DelegatedTokenResult.Granted granted:
                using (var bound = new BoundHandler(granted.Token, Way(connection)))
                    return (await SpeakAsync(bound, granted.Token.Grant, connection, limit, use, cancellation), bound.WasTurnedAway);
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    private static async Task<McpAnswer<T>> SpeakAsync<T>(
        BoundHandler bound,
        string grant,
        Connection connection,
        TimeSpan limit,
        Func<McpClient, string, CancellationToken, Task<T>> use,
        CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        using var http = new HttpClient(bound, disposeHandler: false) { Timeout = limit };
        try
        {
            var transport = new HttpClientTransport(
                new()
                {
                    Endpoint = connection.Url,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    EnableStandaloneGetStream = false,
                    MaxReconnectionAttempts = 0,
                    ConnectionTimeout = limit,
                },
                http,
                NullLoggerFactory.Instance,
                ownsHttpClient: false);
            await using var client = await McpClient.CreateAsync(transport, Ourselves(limit), NullLoggerFactory.Instance, limited.Token);
            return new McpAnswer<T>.Done(await use(client, grant, limited.Token), grant);
        }
        catch (Exception failure) when (failure is McpException or HttpRequestException or IOException or JsonException or TimeoutException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new McpAnswer<T>.Unavailable($"{connection.Name} does not answer as it should right now. Try again in a moment.");
        }
    }

    private static McpClientOptions Ourselves(TimeSpan limit) => new()
    {
        ClientInfo = new Implementation { Name = "onbehalf", Version = "1.0" },
        Capabilities = new ClientCapabilities(),
        InitializationTimeout = limit,
    };

    /// <summary>One pool of connections per server. Each request has its own person's token.</summary>
    private HttpMessageInvoker Way(Connection connection) => _ways.GetOrAdd(connection.Id, _ => new(guard.Handler(connection.IsDemo, ConnectLimit)));
}

/// <summary>Attaches one person's token to requests for its own origin, follows no redirects to others, and limits what it reads.</summary>
internal sealed class BoundHandler(DelegatedToken token, HttpMessageInvoker inner) : HttpMessageHandler
{
    private const long LargestAnswer = 1024 * 1024;

    /// <summary>The server no longer accepts this token.</summary>
    public bool WasTurnedAway { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        token.AttachTo(request);
        var response = await inner.SendAsync(request, cancellationToken);
        WasTurnedAway |= response.StatusCode == HttpStatusCode.Unauthorized;
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The server pointed elsewhere.");
        }

        response.Content = new CappedContent(response.Content, LargestAnswer);
        return response;
    }
}

/// <summary>The result of a request to a server as one person.</summary>
internal abstract record McpAnswer<T>
{
    private McpAnswer()
    {
    }

    /// <param name="Grant">The version of the person's grant that was used.</param>
    public sealed record Done(T Value, string Grant) : McpAnswer<T>;

    public sealed record ConsentRequired(string Reason) : McpAnswer<T>;

    public sealed record Unavailable(string Reason) : McpAnswer<T>;
}

/// <summary>The name of a server's tool for the model: <c>{connection}_{tool}</c>. Ambiguous names refer to no tool.</summary>
internal static class McpName
{
    public const string Connect = "connect";

    private const int Longest = 64;

    public static string Prefix(Connection connection) => $"{connection.Id.Value.Replace('-', '_')}_";

    /// <summary>Returns the connection that a tool name refers to, or null.</summary>
    public static Connection? Owner(ConnectionCatalog catalog, string name) =>
        IsAllowed(name)
            ? catalog.All.FirstOrDefault(connection =>
                connection.IsMcp && name.StartsWith(Prefix(connection), StringComparison.Ordinal) && name.Length > Prefix(connection).Length)
            : null;

    /// <summary>Null for an invalid name.</summary>
    public static string? Of(Connection connection, string tool)
    {
        var name = Prefix(connection) + tool.ToLowerInvariant().Replace('-', '_').Replace('.', '_').Replace('/', '_');
        return tool.Length > 0 && name.Length <= Longest && IsAllowed(name) ? name : null;
    }

    public static bool IsAllowed(string name) =>
        name.Length is > 0 and <= Longest && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}

/// <summary>A tool as its server describes it now. <see cref="Hash"/> covers the whole description.</summary>
/// <param name="Name">Its name for the model.</param>
/// <param name="ServerName">Its name at the server.</param>
internal sealed record OfferedTool(string Name, string ServerName, string Description, JsonElement Schema)
{
    public const int LongestDescription = 2_000;
    public const int LongestSchema = 16 * 1024;

    public string Hash { get; } =
        Sha256.HexOfJson(new[] { ServerName, Description, Schema.GetRawText() });
}

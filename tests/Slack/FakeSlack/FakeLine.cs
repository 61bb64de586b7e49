using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Slack;

/// <summary>One connection of Socket Mode.</summary>
internal sealed class FakeLine(WebSocket socket)
{
    public Task SendAsync(JsonObject envelope) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(envelope.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Announces the end of the connection, as Slack does every few hours.</summary>
    public Task DisconnectAsync(string reason) => SendAsync(new() { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "fake" } });

    /// <summary>The connection drops without a word.</summary>
    public void Cut() => socket.Abort();

    /// <summary>The next message; null at the end of the connection.</summary>
    public async Task<JsonNode?> ReadAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        try
        {
            var part = await socket.ReceiveAsync(buffer, cancellation);
            return part.MessageType is WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, part.Count));
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }
}

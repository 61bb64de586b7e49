using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Host.Slack;

/// <summary>
/// One connection of Socket Mode. An envelope is acknowledged once the app has accepted its payload, so Slack sends it again after a failure, as it
/// does over HTTP.
/// </summary>
internal sealed partial class SlackLine(SlackForward forward, ILogger log) : IDisposable
{
    private const int LargestEnvelope = 1024 * 1024;

    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly List<Task> _delivering = [];

    /// <summary>Whether Slack has greeted, so that envelopes can arrive.</summary>
    public bool WasOpen { get; private set; }

    /// <param name="address">It contains a ticket, so it is never logged.</param>
    public Task ConnectAsync(Uri address, CancellationToken cancellation)
    {
        _socket.Options.KeepAliveInterval = Ping;
        _socket.Options.KeepAliveTimeout = Ping;
        return _socket.ConnectAsync(address, cancellation);
    }

    /// <summary>Delivers envelopes until the connection ends. Returns the reason that Slack gave; null for a dropped connection.</summary>
    public async Task<string?> ListenAsync(CancellationToken cancellation)
    {
        try
        {
            while (await ReadAsync(cancellation) is { } text)
            {
                if (Take(text, cancellation) is { } reason)
                    return reason;
            }

            return null;
        }
        finally
        {
            // Their acknowledgements still go over this connection.
            await Task.WhenAll(_delivering);
        }
    }

    public void Dispose()
    {
        // Slack does not end the TCP connection after a closing handshake, so there is none.
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
    }

    /// <summary>Returns null at the end of the connection.</summary>
    private async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (text.Length <= LargestEnvelope)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (part.MessageType is WebSocketMessageType.Close)
                return null;
            text.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return text.ToArray();
        }

        return null;
    }

    /// <summary>Returns the reason if the envelope ends the connection.</summary>
    private string? Take(byte[] text, CancellationToken cancellation)
    {
        if (Envelope.Read(text) is not { } envelope)
            return null;
        switch (envelope.Type)
        {
            case "hello":
                WasOpen = true;
                Log.Open(log);
                break;
            case "disconnect":
                return envelope.Reason ?? "unknown";
            case var type when envelope.Id is { } id:
                _delivering.RemoveAll(static delivered => delivered.IsCompleted);
                _delivering.Add(DeliverAsync(type, id, envelope.Payload ?? "", cancellation));
                break;
        }

        return null;
    }

    private async Task DeliverAsync(string type, string id, string payload, CancellationToken cancellation)
    {
        try
        {
            var status = type switch
            {
                "events_api" => await forward.EventAsync(payload, cancellation),
                "interactive" => await forward.InteractionAsync(payload, cancellation),
                // The app handles nothing else.
                _ => 200,
            };
            if (status is >= 200 and < 300)
                await AcknowledgeAsync(id, cancellation);
            else
                Log.Refused(log, status);
        }
        catch (Exception failure) when (failure is HttpRequestException or WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            Log.Undelivered(log, failure.GetType().Name);
        }
    }

    private async Task AcknowledgeAsync(string id, CancellationToken cancellation)
    {
        var acknowledgement = JsonSerializer.SerializeToUtf8Bytes(new { envelope_id = id });
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(acknowledgement.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <param name="Payload">JSON text.</param>
    private sealed record Envelope(string Type, string? Id, string? Reason, string? Payload)
    {
        /// <summary>Returns null for a text that is no envelope.</summary>
        public static Envelope? Read(byte[] text)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                return json.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "type") is { } type
                    ? new(type, Text(root, "envelope_id"), Text(root, "reason"), root.TryGetProperty("payload", out var payload) ? payload.GetRawText() : null)
                    : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private static string? Text(JsonElement root, string name) =>
            root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Slack's events arrive over Socket Mode.")]
        public static partial void Open(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The app answered an event of Slack with {Status}. Slack sends it again.")]
        public static partial void Refused(ILogger logger, int status);

        [LoggerMessage(
            Level = LogLevel.Warning, Message = "An event of Slack was not delivered to the app, or not acknowledged ({Reason}). Slack sends it again.")]
        public static partial void Undelivered(ILogger logger, string reason);
    }
}

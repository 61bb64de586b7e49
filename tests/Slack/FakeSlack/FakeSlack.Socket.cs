using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Slack;

/// <summary>Socket Mode: an address with a ticket that is good once, then envelopes, each until it is acknowledged.</summary>
internal sealed partial class FakeSlack
{
    public const string AppToken = "xapp-1-A0ONBEHALF-1-fake-app-token";

    private readonly ConcurrentDictionary<string, bool> _tickets = new();

    /// <summary>Every connection that was greeted, the newest last.</summary>
    public ConcurrentQueue<FakeLine> Lines { get; } = [];

    /// <summary>The ids of the acknowledged envelopes.</summary>
    public ConcurrentQueue<string> Acknowledged { get; } = [];

    /// <summary>Sends over the newest connection, and returns the envelope's id.</summary>
    /// <param name="type"><c>events_api</c>, <c>interactive</c>, …</param>
    public async Task<string> PushAsync(string type, JsonObject payload)
    {
        var id = Guid.NewGuid().ToString();
        await Lines.Last().SendAsync(new() { ["type"] = type, ["envelope_id"] = id, ["payload"] = payload.DeepClone(), ["accepts_response_payload"] = type != "events_api" });
        return id;
    }

    private IResult OpenConnection()
    {
        var ticket = Guid.NewGuid().ToString("N");
        _tickets[ticket] = true;
        return Results.Json(new { ok = true, url = $"ws{Url["http".Length..]}/link/?ticket={ticket}&app_id={AppId}" });
    }

    private async Task<IResult> LinkAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !_tickets.TryRemove(context.Request.Query["ticket"].ToString(), out _))
            return Results.StatusCode(403);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var line = new FakeLine(socket);
        await line.SendAsync(new() { ["type"] = "hello", ["num_connections"] = 1, ["connection_info"] = new JsonObject { ["app_id"] = AppId } });
        Lines.Enqueue(line);
        while (await line.ReadAsync(context.RequestAborted) is { } told)
            Acknowledged.Enqueue($"{told["envelope_id"]}");
        return Results.Empty;
    }
}

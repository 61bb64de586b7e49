using System.Globalization;
using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Slack;

/// <summary>What Slack tells the app of what people do: envelopes, in the order in which they are sent.</summary>
internal sealed partial class FakeSlack
{
    private int _lastEvent;

    /// <summary>A person writes. A mention of the bot comes as two events, and a channel without the bot tells it of mentions only.</summary>
    public (FakeMessage Message, JsonObject[] Events) Say(FakePerson person, FakeChannel channel, string text, string? thread = null)
    {
        lock (_gate)
        {
            var message = new FakeMessage(channel, NewTs(), person) { Thread = thread, Text = text };
            Messages.Add(message);
            var isDirect = channel.Kind is FakeChannelKind.Direct;
            var events = new List<JsonObject>();
            if (!isDirect && text.Contains($"<@{Bot.Id}>", StringComparison.Ordinal))
                events.Add(Envelope(Spoken("app_mention", message), channel));
            if (channel.Members.Contains(Bot))
                events.Add(Envelope(Spoken("message", message, isDirect ? "im" : channel.Kind is FakeChannelKind.Private ? "group" : "channel"), channel));
            return (message, [.. events]);
        }
    }

    /// <summary>A person opens the pane of a Work Object.</summary>
    public JsonObject Opens(FakePerson person, FakeMessage card)
    {
        var entity = card.Metadata!["entities"]![0]!;
        return Envelope(
            new JsonObject
            {
                ["type"] = "entity_details_requested",
                ["user"] = person.Id,
                ["trigger_id"] = Trigger(person),
                ["entity_url"] = $"{entity["url"]}",
                ["external_ref"] = entity["external_ref"]!.DeepClone(),
                ["channel"] = card.Channel.Id,
                ["message_ts"] = card.Ts,
                ["thread_ts"] = card.Thread,
                ["event_ts"] = NewTs(),
            },
            card.Channel);
    }

    /// <summary>A person presses Slack's own Stop.</summary>
    public JsonObject Stops(FakePerson person, FakeChannel channel, string thread) => Envelope(
        new JsonObject
        {
            ["type"] = "agent_session_stopped",
            ["user"] = person.Id,
            ["channel"] = channel.Id,
            ["thread_ts"] = thread,
            ["streaming_message_ts"] = new JsonArray([.. Messages.Where(one => one.Channel == channel && one.Thread == thread && one.StreamingSince is not null).Select(static one => JsonValue.Create(one.Ts))]),
            ["event_ts"] = NewTs(),
        },
        channel);

    /// <summary>A click on a button of a message: the payload of an interaction.</summary>
    public JsonObject Clicks(FakePerson person, FakeMessage message, string action, string? value = null) => new()
    {
        ["type"] = "block_actions",
        ["api_app_id"] = AppId,
        ["team"] = new JsonObject { ["id"] = Team, ["domain"] = "demo" },
        ["enterprise"] = Enterprise is null ? null : new JsonObject { ["id"] = Enterprise },
        ["user"] = new JsonObject { ["id"] = person.Id, ["team_id"] = person.Team },
        ["channel"] = new JsonObject { ["id"] = message.Channel.Id },
        ["container"] = new JsonObject
        {
            ["type"] = "message", ["message_ts"] = message.Ts, ["channel_id"] = message.Channel.Id, ["thread_ts"] = message.Thread, ["is_ephemeral"] = message.OnlyFor is not null,
        },
        ["message"] = message.OnlyFor is null ? message.Body(withMetadata: true) : null,
        ["trigger_id"] = Trigger(person),
        ["response_url"] = "https://hooks.slack.com/actions/T0TEAM/1/x",
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "button", ["action_id"] = action, ["block_id"] = "b", ["value"] = value ?? ValueOf(message, action), ["action_ts"] = message.Ts,
        }),
    };

    /// <summary>Wraps an event as Slack delivers it.</summary>
    public JsonObject Envelope(JsonObject inner, FakeChannel? channel = null) => WithoutNulls(new()
    {
        ["token"] = "legacy",
        ["team_id"] = Team,
        ["enterprise_id"] = Enterprise,
        ["api_app_id"] = AppId,
        ["type"] = "event_callback",
        ["event_id"] = string.Create(CultureInfo.InvariantCulture, $"Ev{Interlocked.Increment(ref _lastEvent):D8}"),
        ["event_time"] = _time.GetUtcNow().ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = Enterprise, ["team_id"] = Team, ["user_id"] = Bot.Id, ["is_bot"] = true, ["is_enterprise_install"] = false }),
        ["is_ext_shared_channel"] = channel?.IsShared ?? false,
        ["event"] = WithoutNulls(inner),
    });

    /// <summary>Slack omits absent fields.</summary>
    private static JsonObject WithoutNulls(JsonObject members)
    {
        foreach (var absent in members.Where(static one => one.Value is null).Select(static one => one.Key).ToArray())
            members.Remove(absent);
        return members;
    }

    private static JsonObject Spoken(string type, FakeMessage message, string? kind = null) => new()
    {
        ["type"] = type,
        ["user"] = message.Author.Id,
        ["user_team"] = message.Author.Team,
        ["team"] = message.Author.Team,
        ["text"] = message.Text,
        ["ts"] = message.Ts,
        ["thread_ts"] = message.Thread,
        ["channel"] = message.Channel.Id,
        ["channel_type"] = kind,
        ["event_ts"] = message.Ts,
        ["client_msg_id"] = Guid.NewGuid().ToString(),
    };

    private static string? ValueOf(FakeMessage message, string action) => message.Blocks?
        .SelectMany(static block => block!["elements"] as JsonArray ?? [])
        .FirstOrDefault(element => $"{element!["action_id"]}" == action)?["value"]?.GetValue<string>();
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Slack;

internal sealed partial class FakeSlack
{
    private IResult Chat(string method, FakeArguments arguments)
    {
        if (Channels.FirstOrDefault(one => one.Id == arguments["channel"]) is not { } channel || (channel.Kind is not FakeChannelKind.Public && !channel.Members.Contains(Bot)))
            return Error("channel_not_found");
        if (!channel.Members.Contains(Bot))
            return Error("not_in_channel");
        if (channel.IsArchived)
            return Error("is_archived");
        var blocks = arguments.Json("blocks") as JsonArray;
        if (FakeBlockRules.Broken(blocks) is { } broken)
            return Error(broken);
        return method switch
        {
            "chat.postMessage" => Post(channel, arguments, blocks),
            "chat.postEphemeral" => Whisper(channel, arguments, blocks),
            "chat.update" => Update(channel, arguments, blocks),
            "chat.delete" => Delete(channel, arguments),
            "chat.startStream" => StartStream(channel, arguments),
            "chat.appendStream" => AppendStream(channel, arguments),
            "chat.stopStream" => StopStream(channel, arguments, blocks),
            "chat.getPermalink" => Results.Json(new { ok = true, channel = channel.Id, permalink = $"https://demo.slack.com/archives/{channel.Id}/p{arguments["message_ts"]?.Replace(".", "", StringComparison.Ordinal)}" }),
            _ => Error("unknown_method"),
        };
    }

    private IResult Post(FakeChannel channel, FakeArguments arguments, JsonArray? blocks)
    {
        if (string.IsNullOrEmpty(arguments["text"]) && blocks is null && arguments["markdown_text"] is null)
            return Error("no_text");
        var message = new FakeMessage(channel, NewTs(), Bot)
        {
            Thread = arguments["thread_ts"],
            Text = arguments["text"] ?? arguments["markdown_text"] ?? "",
            Blocks = blocks,
            Metadata = arguments.Json("metadata") as JsonObject,
        };
        Messages.Add(message);
        return Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts, message = message.Body(withMetadata: false) });
    }

    /// <summary>In a thread without replies it is accepted and shown to nobody; so it is to somebody who is away.</summary>
    private IResult Whisper(FakeChannel channel, FakeArguments arguments, JsonArray? blocks)
    {
        if (channel.Members.FirstOrDefault(one => one.Id == arguments["user"]) is not { } reader)
            return Error("user_not_in_channel");
        var ts = NewTs();
        var thread = arguments["thread_ts"];
        var isAlive = thread is null || Messages.Any(one => one.Channel == channel && one.Thread == thread && one.Ts != thread && one.OnlyFor is null);
        if (isAlive && reader.IsOnline)
            Messages.Add(new(channel, ts, Bot) { Thread = thread, Text = arguments["text"] ?? "", Blocks = blocks, OnlyFor = reader });
        return Results.Json(new { ok = true, message_ts = ts });
    }

    private IResult Update(FakeChannel channel, FakeArguments arguments, JsonArray? blocks)
    {
        if (Own(channel, arguments["ts"]) is not { } message)
            return Error("message_not_found");
        if (message.StreamingSince is not null && IsStreaming(message))
            return Error("streaming_state_conflict");
        (message.Text, message.Blocks) = (arguments["text"] ?? "", blocks);
        message.Tasks.Clear();
        message.Metadata = arguments.Json("metadata") as JsonObject ?? message.Metadata;
        return Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts, text = message.Text });
    }

    private IResult Delete(FakeChannel channel, FakeArguments arguments)
    {
        if (Own(channel, arguments["ts"]) is not { } message)
            return Error("message_not_found");
        Messages.Remove(message);
        return Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts });
    }

    private IResult StartStream(FakeChannel channel, FakeArguments arguments)
    {
        if (arguments["thread_ts"] is not { Length: > 0 } thread)
            return Error("invalid_arguments");
        var recipient = People.FirstOrDefault(one => one.Id == arguments["recipient_user_id"]);
        if (channel.Kind is not FakeChannelKind.Direct && (recipient is null || arguments["recipient_team_id"] is null))
            return Error("missing_recipient");
        var message = new FakeMessage(channel, NewTs(), Bot) { Thread = thread, Recipient = recipient, StreamingSince = _time.GetUtcNow() };
        if (Take(message, arguments) is { } refused)
            return refused;
        message.FirstChunk = message.Shown();
        Messages.Add(message);
        return Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts });
    }

    private IResult AppendStream(FakeChannel channel, FakeArguments arguments)
    {
        if (Own(channel, arguments["ts"]) is not { } message)
            return Error("message_not_found");
        if (!IsStreaming(message))
            return Error("message_not_in_streaming_state");
        return Take(message, arguments) ?? Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts });
    }

    private IResult StopStream(FakeChannel channel, FakeArguments arguments, JsonArray? blocks)
    {
        if (Own(channel, arguments["ts"]) is not { } message)
            return Error("message_not_found");
        if (!IsStreaming(message))
            return Error("message_not_in_streaming_state");
        if (Take(message, arguments) is { } refused)
            return refused;
        (message.StreamingSince, message.Blocks) = (null, blocks);
        message.Metadata = arguments.Json("metadata") as JsonObject;
        if (arguments["session_status"] is { } status)
            Sessions[(channel.Id, message.Thread!)] = status;
        return Results.Json(new { ok = true, channel = channel.Id, ts = message.Ts, message = message.Body(withMetadata: false) });
    }

    /// <summary>Null when the text and the chunks are in the message.</summary>
    private IResult? Take(FakeMessage message, FakeArguments arguments)
    {
        var chunks = arguments.Json("chunks") as JsonArray ?? [];
        var text = string.Concat([arguments["markdown_text"], .. chunks.Where(static one => $"{one!["type"]}" == "markdown_text").Select(static one => $"{one!["text"]}")]);
        if (message.Text.Length + text.Length > StreamLength)
            return Error("msg_too_long");
        message.Text += text;
        foreach (var task in chunks.Where(static one => $"{one!["type"]}" == "task_update"))
            message.Tasks[$"{task!["id"]}"] = $"{task["title"]}: {task["status"]}";
        return null;
    }

    private FakeMessage? Own(FakeChannel channel, string? ts) => Messages.FirstOrDefault(one => one.Channel == channel && one.Ts == ts && one.Author == Bot && one.OnlyFor is null);

    /// <summary>Slack itself ends a stream that is too old.</summary>
    private bool IsStreaming(FakeMessage message)
    {
        if (message.StreamingSince is { } since && _time.GetUtcNow() - since > StreamLife)
            message.StreamingSince = null;
        return message.StreamingSince is not null;
    }
}

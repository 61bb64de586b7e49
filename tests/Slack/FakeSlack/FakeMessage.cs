using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Slack;

/// <summary>A message as Slack holds it.</summary>
internal sealed class FakeMessage(FakeChannel channel, string ts, FakePerson author)
{
    public FakeChannel Channel => channel;

    public string Ts => ts;

    public FakePerson Author => author;

    public string? Thread { get; init; }

    public string Text { get; set; } = "";

    public JsonArray? Blocks { get; set; }

    public JsonObject? Metadata { get; set; }

    /// <summary>The only one who sees it, until they reload.</summary>
    public FakePerson? OnlyFor { get; init; }

    /// <summary>Whom a stream is shown to while it runs.</summary>
    public FakePerson? Recipient { get; init; }

    public DateTimeOffset? StreamingSince { get; set; }

    /// <summary>The public view of a running stream.</summary>
    public string FirstChunk { get; set; } = "";

    /// <summary>The timeline: the last state of each task.</summary>
    public Dictionary<string, string> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything of it that a client can show.</summary>
    public string Shown() => new JsonObject
    {
        ["text"] = Text,
        ["blocks"] = Blocks?.DeepClone(),
        ["tasks"] = Tasks.Count == 0 ? null : new JsonObject(Tasks.Select(static one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        ["entities"] = Metadata?["entities"]?.DeepClone(),
    }.ToJsonString(FakeSlack.Readable);

    public JsonObject Body(bool withMetadata) => new()
    {
        ["type"] = "message",
        ["user"] = author.Id,
        ["bot_id"] = author.Kind is FakePersonKind.Bot ? "B" + author.Id[1..] : null,
        ["text"] = Text,
        ["blocks"] = Blocks?.DeepClone(),
        ["ts"] = ts,
        ["thread_ts"] = Thread,
        ["metadata"] = withMetadata ? Metadata?.DeepClone() : null,
    };
}

/// <summary>One person's view of one message.</summary>
internal sealed record SeenMessage(string Channel, string? Thread, string Ts, string Author, string Shown, bool IsEphemeral);

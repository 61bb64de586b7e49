using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Demo.Planner.Wire;

/// <summary>The fields of an OpenAI chat completions request that the planner needs.</summary>
internal sealed record ChatRequest(string Model, ImmutableArray<ChatMessage> Messages, ImmutableArray<string> Tools, bool Stream, bool IncludeUsage)
{
    /// <summary>Parses the request. Returns null for an invalid body.</summary>
    public static ChatRequest? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return Parse(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatRequest? Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Member(root, "messages") is not { ValueKind: JsonValueKind.Array } messages)
        {
            return null;
        }

        var tools = Member(root, "tools") is { ValueKind: JsonValueKind.Array } listed
            ? listed.EnumerateArray().Select(static tool => Text(Member(tool, "function"), "name")).ToImmutableArray()
            : [];
        var usage = Member(Member(root, "stream_options"), "include_usage") is { ValueKind: JsonValueKind.True };
        return new(
            Text(root, "model"),
            [.. messages.EnumerateArray().Select(Message)],
            tools,
            Member(root, "stream") is { ValueKind: JsonValueKind.True },
            usage);
    }

    private static ChatMessage Message(JsonElement message)
    {
        var calls = Member(message, "tool_calls") is { ValueKind: JsonValueKind.Array } made
            ? made.EnumerateArray()
                .Select(static call => new ChatToolCall(Text(call, "id"), Text(Member(call, "function"), "name"), Text(Member(call, "function"), "arguments")))
                .ToImmutableArray()
            : [];
        return new(Text(message, "role"), Content(message), calls, Text(message, "tool_call_id"));
    }

    /// <summary>Returns the text of a message. Content is a string or a list of parts; only text parts are read.</summary>
    private static string Content(JsonElement message) => Member(message, "content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(static part => Text(part, "text"))),
        _ => "",
    };

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}

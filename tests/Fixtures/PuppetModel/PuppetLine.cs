using System.Text.Json;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Tests.Fixtures.PuppetModel;

/// <summary>The puppet's response to one request.</summary>
internal abstract record PuppetLine
{
    private PuppetLine()
    {
    }

    public static PuppetLine Say(string text) => new Answer(new(text, []));

    /// <summary><paramref name="arguments"/> is an object to serialise, or a text that is sent as it is, JSON or not.</summary>
    public static PuppetLine Call(string tool, object arguments, string? id = null) => Ask([(tool, arguments, id)]);

    public static PuppetLine Calls(params (string Tool, object Arguments)[] calls) => Ask([.. calls.Select(static call => (call.Tool, call.Arguments, (string?)null))]);

    /// <summary>Says everything it was sent, byte for byte.</summary>
    public static PuppetLine Echo() => new Repeat();

    public static PuppetLine Fail(int status, string body = """{"error":{"message":"scripted","type":"server_error","code":null}}""", int? retryAfterSeconds = null) =>
        new Failure(status, body, retryAfterSeconds);

    /// <summary>Says nothing until the client leaves or the puppet is disposed.</summary>
    public static PuppetLine Hang() => new Silence();

    /// <summary>A 200 with these bytes, then the end.</summary>
    public static PuppetLine Garbage(byte[] bytes, string contentType = "text/event-stream") => new Noise(bytes, contentType);

    /// <summary>Starts a proper stream with this text and breaks the connection in the middle of it.</summary>
    public static PuppetLine CutAfter(string text) => new Torn(text);

    public PuppetLine After(TimeSpan delay) => new Late(delay, this);

    private static Answer Ask((string Tool, object Arguments, string? Id)[] calls) =>
        new(new("", [.. calls.Select(static call => new ChatToolCall(
            call.Id ?? $"call_{Guid.NewGuid():N}",
            call.Tool,
            call.Arguments as string ?? JsonSerializer.Serialize(call.Arguments)))]));

    internal sealed record Answer(ChatAnswer Given) : PuppetLine;

    internal sealed record Repeat : PuppetLine;

    internal sealed record Failure(int Status, string Body, int? RetryAfterSeconds) : PuppetLine;

    internal sealed record Silence : PuppetLine;

    internal sealed record Noise(byte[] Bytes, string ContentType) : PuppetLine;

    internal sealed record Torn(string Text) : PuppetLine;

    internal sealed record Late(TimeSpan Delay, PuppetLine Then) : PuppetLine;
}

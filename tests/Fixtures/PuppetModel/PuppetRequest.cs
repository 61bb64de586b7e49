using System.Collections.Immutable;
using System.Text;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Tests.Fixtures.PuppetModel;

/// <summary>One received request: its bytes and their parsed content.</summary>
internal sealed class PuppetRequest(byte[] body, ChatRequest chat)
{
    public ReadOnlyMemory<byte> Bytes => body;

    /// <summary>Path and query.</summary>
    public required string Address { get; init; }

    public required string Authorization { get; init; }

    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    /// <summary>The whole input as text, for assertions that something is or is not in it.</summary>
    public string Text { get; } = Encoding.UTF8.GetString(body);

    public ChatRequest Chat => chat;

    public ImmutableArray<string> Tools => chat.Tools;

    /// <summary>The text of the last message a person typed.</summary>
    public string LastUserText => chat.Messages.LastOrDefault(static message => message.Role == "user")?.Text ?? "";

    /// <summary>The results given back since that message: their number is the number of the model call within its turn.</summary>
    public ImmutableArray<string> ToolResults =>
        [.. chat.Messages.Reverse().TakeWhile(static message => message.Role != "user").Where(static message => message.Role == "tool").Select(static message => message.Text).Reverse()];

    /// <summary>Returns whether a text is in the bytes, plain or JSON-escaped.</summary>
    public bool Contains(string canary) =>
        Text.Contains(canary, StringComparison.Ordinal) || chat.Messages.Any(message => message.Text.Contains(canary, StringComparison.Ordinal));
}

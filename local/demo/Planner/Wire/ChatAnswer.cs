using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Wire;

/// <summary>The outcome of one model call: text, tool calls, or both.</summary>
internal sealed record ChatAnswer(string Text, ImmutableArray<ChatToolCall> Calls)
{
    public string FinishReason => Calls.IsEmpty ? "stop" : "tool_calls";
}

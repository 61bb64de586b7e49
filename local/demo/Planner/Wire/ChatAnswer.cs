using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Wire;

/// <summary>One model call's outcome: text, tool calls, or both.</summary>
internal sealed record ChatAnswer(string Text, ImmutableArray<ChatToolCall> Calls)
{
    public string FinishReason => Calls.IsEmpty ? "stop" : "tool_calls";
}

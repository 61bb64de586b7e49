using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Wire;

/// <summary><paramref name="Role"/> is system, developer, user, assistant or tool.</summary>
internal sealed record ChatMessage(string Role, string Text, ImmutableArray<ChatToolCall> Calls, string ToolCallId);

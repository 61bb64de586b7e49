namespace Onbehalf.Demo.Planner.Wire;

/// <summary><paramref name="Arguments"/> is JSON as text, as on the wire.</summary>
internal sealed record ChatToolCall(string Id, string Tool, string Arguments);

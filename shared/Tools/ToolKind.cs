using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>What is the same for everybody and at every call of a tool.</summary>
public sealed record ToolKind(ToolName Name, ToolEffect Effect);

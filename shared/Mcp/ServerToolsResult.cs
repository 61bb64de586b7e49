using System.Collections.Immutable;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>The tools that a server offers a person now, as shown to them.</summary>
public abstract record ServerToolsResult
{
    private ServerToolsResult()
    {
    }

    /// <param name="Hash">A hash of the whole text: the person agrees to exactly this.</param>
    public sealed record Seen(ImmutableArray<ServerTool> Tools, string Hash) : ServerToolsResult;

    /// <summary>The server's descriptions differ from the ones that the person reviewed.</summary>
    public sealed record Changed : ServerToolsResult;

    public sealed record ConsentRequired(string Reason) : ServerToolsResult;

    public sealed record Unavailable(string Reason) : ServerToolsResult;

    public sealed record Unknown : ServerToolsResult;
}

/// <param name="Agreed">False for a new or changed tool: the agent does not use it until the person has reviewed it.</param>
public sealed record ServerTool(string Name, string Description, ToolEffect Effect, bool Agreed);

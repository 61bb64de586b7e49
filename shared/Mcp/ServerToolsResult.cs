using System.Collections.Immutable;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>What a person sees of the tools a server offers them now.</summary>
public abstract record ServerToolsResult
{
    private ServerToolsResult()
    {
    }

    /// <param name="Hash">Covers every word of it: agreeing is agreeing to exactly this.</param>
    public sealed record Seen(ImmutableArray<ServerTool> Tools, string Hash) : ServerToolsResult;

    /// <summary>The server says something else than what the person looked at.</summary>
    public sealed record Changed : ServerToolsResult;

    public sealed record ConsentRequired(string Reason) : ServerToolsResult;

    public sealed record Unavailable(string Reason) : ServerToolsResult;

    public sealed record Unknown : ServerToolsResult;
}

/// <param name="Agreed">False: it is new or says something new, and the agent does not use it until its person has looked.</param>
public sealed record ServerTool(string Name, string Description, ToolEffect Effect, bool Agreed);

using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Mcp;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Connections;

/// <param name="Hash">A hash of the list. The client sends it back to agree to exactly these tools.</param>
internal sealed record ConnectionToolsBody(IReadOnlyList<ConnectionToolBody> Items, string Hash)
{
    public static IResult Reply(ServerToolsResult result) => result switch
    {
        ServerToolsResult.Seen seen => HttpAnswer.Json(new ConnectionToolsBody([.. seen.Tools.Select(ConnectionToolBody.Of)], seen.Hash)),
        ServerToolsResult.Changed => Problem.Conflict("tools-changed", "The server says something else by now. Look again before you agree."),
        ServerToolsResult.ConsentRequired consent => Problem.Conflict("not-connected", consent.Reason),
        ServerToolsResult.Unavailable unavailable => Problem.Unavailable("connection-unavailable", unavailable.Reason),
        ServerToolsResult.Unknown => Problem.NotFound(),
        _ => throw new InvalidOperationException(result.GetType().Name),
    };
}

/// <param name="Effect"><c>read</c> or <c>change</c>, as declared by the operator, not by the server.</param>
internal sealed record ConnectionToolBody(string Name, string Description, string Effect, bool Agreed)
{
    public static ConnectionToolBody Of(ServerTool tool) => new(tool.Name, tool.Description, tool.Effect is ToolEffect.Read ? "read" : "change", tool.Agreed);
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Mcp;

namespace Onbehalf.Functions.Connections;

/// <summary>
/// <c>POST /api/connections/{provider}/tools</c>: records the caller's agreement to the listed tools, so that the agent may use them.
/// </summary>
public sealed class AgreeToConnectionTools(ServerTools tools)
{
    [Function(nameof(AgreeToConnectionTools))]
    [Person(Freshness.Now)]
    [Description("Agrees to the tools as they were listed; browser session only.")]
    [Takes(typeof(AgreedToolsBody))]
    [Answers(200, typeof(ConnectionToolsBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/connections/{provider}/tools")] HttpRequest request, string provider)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (!(await Body.ReadAsync<AgreedToolsBody>(request)).Is(out var body, out var malformed))
            return malformed;
        if (!request.Caller().MayConfirm)
            return Problem.Forbidden("browser-only", "Agree in your own browser, after signing in there.");
        return ConnectionToolsBody.Reply(await tools.AgreeAsync(request.Authority(), provider, body.Hash, cancellation));
    }
}

internal sealed record AgreedToolsBody(string Hash);

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Mcp;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /api/connections/{provider}/tools</c>: lists the current tools of a connected server.</summary>
public sealed class ListConnectionTools(ServerTools tools)
{
    [Function(nameof(ListConnectionTools))]
    [Person(Freshness.Read)]
    [Description("The tools a connected MCP server offers the caller; those not agreed are held back.")]
    [Answers(200, typeof(ConnectionToolsBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/connections/{provider}/tools")] HttpRequest request, string provider)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return ConnectionToolsBody.Reply(await tools.LookAsync(request.Authority(), provider, cancellation));
    }
}

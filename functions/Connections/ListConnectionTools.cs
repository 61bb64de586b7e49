using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Mcp;
using Onbehalf.People;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /api/connections/{provider}/tools</c>: what a connected server says its tools are, now.</summary>
public sealed class ListConnectionTools(Authorities authorities, ServerTools tools)
{
    [Function(nameof(ListConnectionTools))]
    [Person]
    [Description("The tools a connected MCP server offers the caller; those not agreed are held back.")]
    [Answers(200, typeof(ConnectionToolsBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/connections/{provider}/tools")] HttpRequest request, string provider)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return await authorities.ConfirmAsync(request.Caller().Subject, Freshness.Read, cancellation) switch
        {
            AuthorityResult.Confirmed confirmed => ConnectionToolsBody.Reply(await tools.LookAsync(confirmed.Authority, provider, cancellation)),
            AuthorityResult.Refused refused => AuthorityProblem.Of(refused),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }
}

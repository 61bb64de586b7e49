using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /api/connections</c>: lists the accounts that the agent may use on the caller's behalf.</summary>
public sealed class ListConnections(MyConnections connections, MySlackLink slack)
{
    [Function(nameof(ListConnections))]
    [Person(Freshness.Read)]
    [Description("The caller's connections: state, scopes, last use.")]
    [Answers(200, typeof(Listing<ConnectionBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/connections")] HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var linked = await slack.FindAsync(request.Authority(), cancellation);
        return HttpAnswer.List([
            .. (await connections.ListAsync(request.Authority(), cancellation)).Select(ConnectionBody.Of),
            .. linked is null ? Array.Empty<ConnectionBody>() : [linked],
        ]);
    }
}

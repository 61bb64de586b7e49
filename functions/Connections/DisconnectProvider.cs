using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Connections;

/// <summary><c>DELETE /api/connections/{provider}</c>: ends a grant at the provider and here. Ending twice is ending once.</summary>
public sealed class DisconnectProvider(MyConnections connections)
{
    [Function(nameof(DisconnectProvider))]
    [Description("Revokes the caller's grant at the provider, then deletes it.")]
    [Answers(200, typeof(DisconnectedBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/connections/{provider}")] HttpRequest request, string provider) =>
        await connections.DisconnectAsync(request.Caller(), provider, request.HttpContext.RequestAborted) is { } revoked
            ? Reply.Json(new DisconnectedBody(revoked))
            : Problem.NotFound();
}

/// <param name="RevokedUpstream">False: what the provider still shows can be removed in its own settings.</param>
internal sealed record DisconnectedBody(bool RevokedUpstream);

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Delegation;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Functions.Connections;

/// <summary><c>DELETE /api/connections/{provider}</c>: revokes a grant at the provider and deletes it here. Idempotent.</summary>
public sealed class DisconnectProvider(MyConnections connections, MySlackLink slack, LooksAgain looks)
{
    [Function(nameof(DisconnectProvider))]
    [Person]
    [Description("Revokes the caller's grant at the provider, then deletes it.")]
    [Answers(200, typeof(DisconnectedBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/connections/{provider}")] HttpRequest request,
        string provider,
        [DurableClient] DurableTaskClient durable)
    {
        if (provider == MySlackLink.Provider)
            return await slack.EndAsync(request.Caller(), request.HttpContext.RequestAborted);
        if (await connections.DisconnectAsync(request.Caller(), provider, request.HttpContext.RequestAborted) is not { } revoked)
            return Problem.NotFound();
        await looks.OfAsync(request.Caller().Subject, durable, CancellationToken.None);
        return HttpAnswer.Json(new DisconnectedBody(revoked));
    }
}

/// <param name="RevokedUpstream">False if the provider could not revoke the grant. The person can remove it in the provider's settings.</param>
internal sealed record DisconnectedBody(bool RevokedUpstream);

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Push;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Push;

/// <summary><c>DELETE /api/me/push</c>: unsubscribes this browser. Idempotent.</summary>
public sealed class UnsubscribeBrowser(PushStore store)
{
    [Function(nameof(UnsubscribeBrowser))]
    [Person(Freshness.Read)]
    [Description("Ends the notifications of a browser of the caller, named by its endpoint.")]
    [Takes(typeof(EndpointBody))]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/me/push")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<EndpointBody>(request)).Is(out var body, out var problem))
            return problem;
        await store.RemoveAsync(request.Authority().Subject.Id, body.Endpoint, CancellationToken.None);
        return HttpAnswer.Nothing();
    }
}

internal sealed record EndpointBody(string Endpoint);

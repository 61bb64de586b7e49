using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Returns an artifact as the caller may see it. No request runs.</summary>
public sealed class GetArtifact(ArtifactRequests requests, ArtifactViews views)
{
    [Function(nameof(GetArtifact))]
    [Person(Freshness.Read)]
    [Description("An artifact as the caller may see it: definition and shared state, without results.")]
    [Answers(200, typeof(ArtifactBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}")] HttpRequest request, string id) =>
        requests.AnswerAsync(request, id, async (me, live, cancellation) => HttpAnswer.Json(await views.OfAsync(me, live, cancellation)));
}

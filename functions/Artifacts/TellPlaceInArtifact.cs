using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary><c>POST /api/artifacts/{id}/presence</c>: where in it I am. Others who have it open see it; nothing is stored.</summary>
public sealed class TellPlaceInArtifact(ArtifactRequests requests, LiveArtifacts artifacts)
{
    [Function(nameof(TellPlaceInArtifact))]
    [Person(Freshness.Read)]
    [Description("Tells the others who have the artifact open where the caller is in it; nothing is stored.")]
    [Takes(typeof(ArtifactSpot))]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/presence")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ArtifactSpot>(request)).Is(out var spot, out var problem))
            return problem;
        if (new[] { spot.Item, spot.Field, spot.Block }.Any(static name => name?.Length > ArtifactLimits.IdLength))
            return Problem.BadRequest("place", "A place names an item, a field or a block.");
        return await requests.AnswerAsync(request, id, (me, live, _) =>
        {
            artifacts.Put(me, live.Head.Id, spot);
            return Task.FromResult(HttpAnswer.Nothing());
        });
    }
}

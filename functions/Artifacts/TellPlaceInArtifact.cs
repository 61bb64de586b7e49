using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary><c>POST /api/artifacts/{id}/presence</c>: sets the caller's place in an artifact. Others who have it open see it. It is not stored.</summary>
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
        // A person with an open stream on this instance was admitted already, so the usual call needs no read.
        if (ArtifactId.TryParse(id, out var artifact) && artifacts.Put(request.Authority(), artifact, spot))
            return HttpAnswer.Nothing();
        return await requests.AnswerAsync(request, id, static (_, _, _) => Task.FromResult(HttpAnswer.Nothing()));
    }
}

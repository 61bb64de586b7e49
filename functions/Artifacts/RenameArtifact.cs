using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Renames an artifact, with an op of the caller.</summary>
public sealed class RenameArtifact(ArtifactStore store, ArtifactRequests requests, ArtifactViews views)
{
    [Function(nameof(RenameArtifact))]
    [Person(Freshness.Read)]
    [Description("Gives an artifact another title.")]
    [Takes(typeof(ArtifactTitle))]
    [Answers(200, typeof(ArtifactBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/artifacts/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ArtifactTitle>(request)).Is(out var wanted, out var problem))
            return problem;
        return await requests.AnswerAsync(
            request, id, async (me, live, cancellation) => requests.Refuses(me) ?? await RenameAsync(me, live, wanted.Title, cancellation));
    }

    private async Task<IResult> RenameAsync(Authority me, LiveArtifact live, string title, CancellationToken cancellation)
    {
        var done = await requests.AppendAsync(me, live, ArtifactRequests.Own(live, new ArtifactOp.Rename(title)), cancellation);
        if (done is OpsResult.Refused refused)
            return ArtifactRequests.Of(refused.Problem);
        if (done is OpsResult.Moved)
            return Problem.Conflict("busy", "Others are changing this artifact at the moment. Try again.");
        return done is OpsResult.Accepted && await store.FindAsync(me, live.Head.Id, cancellation) is { } renamed
            ? HttpAnswer.Json(await views.OfAsync(me, renamed, cancellation))
            : Problem.NotFound();
    }
}

internal sealed record ArtifactTitle(string Title);

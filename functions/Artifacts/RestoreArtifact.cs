using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Restores an earlier version with ops of the caller. Its history is kept.</summary>
public sealed class RestoreArtifact(ArtifactRequests requests, ArtifactRestore restore, ArtifactStore store, ArtifactHand hand)
{
    [Function(nameof(RestoreArtifact))]
    [Person(Freshness.Now)]
    [Description("Brings back an earlier version of an artifact, as changes of the caller.")]
    [Takes(typeof(ArtifactSeqBody))]
    [Answers(200, typeof(ArtifactSeqBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/restore")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ArtifactSeqBody>(request)).Is(out var wanted, out var problem))
            return problem;
        return await requests.AnswerAsync(
            request,
            id,
            async (me, live, cancellation) =>
            {
                if (wanted.Seq < Math.Max(1, live.Since) || wanted.Seq > live.Head.Seq)
                    return Problem.BadRequest("seq", "This artifact has no such version for you.");
                if (requests.Refuses(me) is { } slower)
                    return slower;
                var done = await hand.RecordAsync(
                    me,
                    live.Head.Id,
                    live.Head.Thread,
                    "restore",
                    JsonSerializer.Serialize(wanted, JsonSerializerOptions.Web),
                    () => restore.RestoreAsync(me, live, wanted.Seq, CancellationToken.None),
                    static done => done is OpsResult.Accepted ? null : "not-restored",
                    cancellation);
                if (done is OpsResult.Refused refused)
                    return ArtifactRequests.Of(refused.Problem);
                if (done is OpsResult.Moved)
                    return Problem.Conflict("busy", "Others are changing this artifact at the moment. Try again.");
                return await store.FindAsync(me, live.Head.Id, cancellation) is { } now
                    ? HttpAnswer.Json(new ArtifactSeqBody(now.Head.Seq))
                    : Problem.NotFound();
            });
    }
}

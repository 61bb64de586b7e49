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

/// <summary>
/// <c>POST /api/artifacts/{id}/proposals/{proposal}/apply</c>: applies the agent's proposal as ops of the caller, from a browser session.
/// </summary>
public sealed class ApplyArtifactProposal(
    ArtifactRequests requests,
    ArtifactProposals proposals,
    ArtifactStore store,
    ArtifactOpenness openness,
    ArtifactAssignments assignments,
    ArtifactViews views,
    ArtifactHand hand)
{
    [Function(nameof(ApplyArtifactProposal))]
    [Person(Freshness.Now)]
    [Description("Applies a change that the agent proposed to the caller; from the browser session only.")]
    [Takes(typeof(ArtifactSeqBody))]
    [Answers(200, typeof(ArtifactSeqBody))]
    [Answers(409, typeof(ArtifactConflict), MediaType = "application/problem+json")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/proposals/{proposal}/apply")] HttpRequest request,
        string id,
        string proposal)
    {
        if (!(await Body.ReadAsync<ArtifactSeqBody>(request)).Is(out var shown, out var problem))
            return problem;
        return await requests.AnswerInBrowserAsync(request, id, async (me, live, cancellation) =>
        {
            if (await proposals.FindAsync(me, live, proposal, cancellation) is not { } found || !await views.IsOpenAsync(me, found, cancellation))
                return Problem.NotFound();
            var (locked, open, back) = await openness.LockedAsync(me, live, found.Ops, cancellation);
            if (locked is not null)
                return ArtifactRequests.Of(locked);
            // A stale proposal would overwrite later changes. It is applied only on the version that the caller was shown.
            if (found.IsStale && shown.Seq != live.Head.Seq)
                return ArtifactConflict.Of(await views.OfAsync(me, live, await store.OpsAsync(live, found.BaseSeq, cancellation), cancellation));
            var applied = new OpsRequest(found.BaseSeq, $"proposal-{found.Id}", found.Ops)
            {
                Evidence = BroughtBack.Join(found.Evidence, back),
                OpenSeqs = open,
            };
            var done = await hand.RecordAsync(
                me, live.Head.Id, live.Head.Thread, "apply", JsonSerializer.Serialize(new { proposal = found.Id, seq = shown.Seq }, JsonSerializerOptions.Web),
                () => store.AppendAsync(me, live.Head.Id, applied, CancellationToken.None),
                static done => done is OpsResult.Accepted ? null : "not-applied", cancellation, byAgent: true);
            if (done is OpsResult.Accepted { IsRepeat: var isRepeat })
            {
                if (!isRepeat)
                    await assignments.TellAsync(me, live, applied, CancellationToken.None);
                await proposals.RemoveAsync(me, live, found.Id, CancellationToken.None);
            }

            return await views.AnswerAsync(me, live, done, cancellation);
        });
    }
}

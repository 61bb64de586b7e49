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

/// <summary>Discards a proposal of the agent to the caller.</summary>
public sealed class DismissArtifactProposal(ArtifactRequests requests, ArtifactProposals proposals, ArtifactHand hand)
{
    [Function(nameof(DismissArtifactProposal))]
    [Person(Freshness.Read)]
    [Description("Drops a change that the agent proposed to the caller.")]
    [Answers(204)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/artifacts/{id}/proposals/{proposal}")] HttpRequest request,
        string id,
        string proposal) =>
        requests.AnswerAsync(request, id, async (me, live, cancellation) =>
        {
            if (await proposals.FindAsync(me, live, proposal, cancellation) is not { } found)
                return Problem.NotFound();
            var details = JsonSerializer.Serialize(new { proposal = found.Id }, JsonSerializerOptions.Web);
            await hand.RecordAsync(me, live.Head.Id, live.Head.Thread, "dismiss", details, async () =>
            {
                await proposals.RemoveAsync(me, live, found.Id, CancellationToken.None);
                return found;
            }, static _ => null, cancellation);
            return HttpAnswer.Nothing();
        });
}

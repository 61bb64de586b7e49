using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Deletes an artifact for everybody. Its log is kept for the audit.</summary>
public sealed class DeleteArtifact(ArtifactStore store, ArtifactRequests requests, ArtifactHand hand)
{
    [Function(nameof(DeleteArtifact))]
    [Person(Freshness.Now)]
    [Description("Deletes an artifact; for its maker, or the person who put it in the thread.")]
    [Answers(204)]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/artifacts/{id}")] HttpRequest request, string id) =>
        requests.AnswerAsync(
            request,
            id,
            async (me, live, cancellation) =>
            {
                if (live.Head.Maker.Subject != me.Subject.Id && (live.Head.Places is not [var first, ..] || first.By.Subject != me.Subject.Id))
                    return Problem.Forbidden("not-yours", "Only its maker, or the person who put it in the thread, can delete an artifact.");
                var gone = await hand.RecordAsync(
                    me,
                    live.Head.Id,
                    live.Head.Thread,
                    "delete",
                    null,
                    () => store.ChangeAsync(me, live.Head.Id, static head => head with { IsDeleted = true }, CancellationToken.None),
                    static done => done is null ? "not-found" : null,
                    cancellation);
                return gone is null ? Problem.NotFound() : HttpAnswer.Nothing();
            });
}

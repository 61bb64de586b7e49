using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary><c>POST /api/artifacts/{id}/publish</c>: publishes the previewed content into the thread, unless it has changed since the preview.</summary>
public sealed class PublishArtifact(PublishedArtifacts published, ArtifactPublishing publishing, ArtifactHand hand, ArtifactStore store, ArtifactViews views)
{
    [Function(nameof(PublishArtifact))]
    [Person(Freshness.Now)]
    [Description("Puts an artifact into a thread, exactly as previewed; from the browser session only.")]
    [Takes(typeof(PublishArtifactBody))]
    [Answers(200, typeof(ArtifactBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/publish")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<PublishArtifactBody>(request)).Is(out var body, out var problem))
            return problem;
        return await published.AnswerAsync(request, id, body.ThreadId, async (me, preview, cancellation) =>
        {
            var done = await hand.RecordAsync(
                me, preview.Live.Head.Id, preview.Thread, "publish", PublishedArtifacts.Details(preview),
                async () => preview.Hash == body.PreviewHash ? await publishing.PublishAsync(me, preview, CancellationToken.None) : null,
                static published => published is null ? "preview-changed" : null, cancellation);
            return done is not null && await store.FindAsync(me, done.Head.Id, cancellation) is { } now
                ? HttpAnswer.Json(await views.OfAsync(me, now, cancellation))
                : Problem.Conflict("preview-changed", "This is not what you were shown any more. Please read the preview again.");
        });
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary><c>GET /api/artifacts/{id}/publish</c>: previews the content and the audience of a publication into the thread.</summary>
public sealed class PreviewArtifact(PublishedArtifacts published)
{
    [Function(nameof(PreviewArtifact))]
    [Person(Freshness.Now)]
    [Description("The exact content and audience of an artifact that is put into a thread; from the browser session.")]
    [Query("threadId", "the thread to put it into")]
    [Answers(200, typeof(ArtifactPreviewBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/publish")] HttpRequest request, string id) =>
        published.AnswerAsync(
            request, id, request.Query["threadId"], async (me, preview, cancellation) => HttpAnswer.Json(await published.BodyAsync(me, preview, cancellation)));
}

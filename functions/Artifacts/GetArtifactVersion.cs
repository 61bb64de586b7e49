using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Returns an earlier version of an artifact, with the caller's present rights.</summary>
public sealed class GetArtifactVersion(ArtifactRequests requests, ArtifactStore store, ArtifactViews views)
{
    [Function(nameof(GetArtifactVersion))]
    [Person(Freshness.Read)]
    [Description("An earlier version of an artifact.")]
    [Answers(200, typeof(ArtifactBody))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/versions/{seq}")] HttpRequest request, string id, string seq) =>
        requests.AnswerAsync(
            request,
            id,
            async (me, live, cancellation) =>
            {
                if (!long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || number < Math.Max(1, live.Since)
                    || number > live.Head.Seq)
                    return Problem.NotFound();
                var then = await store.StateAtAsync(live, number, cancellation);
                return HttpAnswer.Json((await views.RenderAsync(me, live, then, cancellation)).Body([], number));
            });
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Names the present version.</summary>
public sealed class NameArtifactVersion(ArtifactRequests requests, ArtifactNames names, ArtifactHand hand)
{
    [Function(nameof(NameArtifactVersion))]
    [Person(Freshness.Read)]
    [Description("Gives the present version of an artifact a name.")]
    [Takes(typeof(ArtifactVersionName))]
    [Answers(200, typeof(ArtifactSeqBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/versions")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ArtifactVersionName>(request)).Is(out var wanted, out var problem))
            return problem;
        return await requests.AnswerAsync(request, id, async (me, live, cancellation) =>
        {
            if (GivenName.Clean(wanted.Name, ArtifactLimits.VersionNameLength) is not { Length: > 0 } name)
                return Problem.BadRequest("name", $"A version's name has 1 to {ArtifactLimits.VersionNameLength} characters.");
            if (requests.Refuses(me) is { } slower)
                return slower;
            await hand.BeforeEditAsync(me, live.Head, cancellation);
            await names.PutAsync(me, live, name, CancellationToken.None);
            return HttpAnswer.Json(new ArtifactSeqBody(live.Head.Seq));
        });
    }
}

internal sealed record ArtifactVersionName(string Name);

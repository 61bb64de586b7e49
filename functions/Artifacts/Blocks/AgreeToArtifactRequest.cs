using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary><c>POST /api/artifacts/{id}/blocks/{block}/consent</c>: the caller's consent to run exactly this request as themselves.</summary>
public sealed class AgreeToArtifactRequest(ArtifactRequestBlocks blocks, ArtifactConsents consents, ArtifactHand hand)
{
    [Function(nameof(AgreeToArtifactRequest))]
    [Person(Freshness.Now)]
    [Description("Agrees to run exactly this request of another person as the caller; from the browser session only.")]
    [Takes(typeof(ArtifactConsentBody))]
    [Answers(204)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/blocks/{block}/consent")] HttpRequest request, string id, string block)
    {
        if (!(await Body.ReadAsync<ArtifactConsentBody>(request)).Is(out var body, out var problem))
            return problem;
        return await blocks.AnswerAsync(request, id, block, async (me, live, held, cancellation) =>
        {
            if (!request.Caller().MayConfirm)
                return Problem.Forbidden("needs-browser", "This needs your signed-in browser session; a token cannot do it.");
            if (RequestHash.Of(live.Head.Id, held.Block, live.State.Parameters) is not { } hash || hash != body.DefinitionHash)
                return Problem.Conflict("definition-changed", "This request is not what you were shown any more. Please read it again.");
            var details = JsonSerializer.Serialize(new { block = held.Block.Id, source = held.Block.Source, hash }, JsonSerializerOptions.Web);
            await hand.RecordAsync(me, live.Head.Id, live.Head.Thread, "consent", details, async () =>
            {
                await consents.AddAsync(me, live.Head.Id, hash, CancellationToken.None);
                return hash;
            }, static _ => null, cancellation);
            return HttpAnswer.Nothing();
        });
    }
}

internal sealed record ArtifactConsentBody(string DefinitionHash);

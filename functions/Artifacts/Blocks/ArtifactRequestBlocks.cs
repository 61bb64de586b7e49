using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>Finds a request block that its caller may see.</summary>
public sealed class ArtifactRequestBlocks(ArtifactRequests requests, ArtifactViews views)
{
    internal delegate Task<IResult> Answer(Authority me, LiveArtifact live, HeldBlock block, CancellationToken cancellation);

    internal Task<IResult> AnswerAsync(HttpRequest request, string id, string block, Answer answer) => requests.AnswerAsync(request, id, async (me, live, cancellation) =>
    {
        var shown = await views.RenderAsync(me, live, live.State, cancellation);
        return shown.Blocks.FirstOrDefault(held => held.Block.Id == block) is { Block.Type: BlockType.Request } found && shown.IsOpen(found)
            ? await answer(me, live, found, cancellation)
            : Problem.NotFound();
    });
}

using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>Finds a block with a request or a button call, if its caller may see it.</summary>
public sealed class ArtifactRequestBlocks(ArtifactRequests requests, ArtifactViews views)
{
    internal delegate Task<IResult> Answer(Authority me, LiveArtifact live, HeldBlock block, CancellationToken cancellation);

    internal Task<IResult> AnswerAsync(HttpRequest request, string id, string block, Answer answer) => requests.AnswerAsync(
        request, id, (me, live, cancellation) => FindAsync(me, live, block, static found => found.Type is BlockType.Request, answer, cancellation));

    /// <summary>Answers for a block whose button calls a tool, from the caller's browser session only.</summary>
    internal Task<IResult> AnswerCallAsync(HttpRequest request, string id, string block, Answer answer) => requests.AnswerInBrowserAsync(
            request,
            id,
            (me, live, cancellation) => FindAsync(me, live, block, static found => found.Action is { Op: BlockActionKind.Call }, answer, cancellation));

    private async Task<IResult> FindAsync(
        Authority me, LiveArtifact live, string block, Func<ArtifactBlock, bool> fits, Answer answer, CancellationToken cancellation)
    {
        var shown = await views.RenderAsync(me, live, live.State, cancellation);
        return shown.Blocks.FirstOrDefault(held => held.Block.Id == block) is { } found && fits(found.Block) && shown.IsOpen(found)
            ? await answer(me, live, found, cancellation)
            : Problem.NotFound();
    }
}

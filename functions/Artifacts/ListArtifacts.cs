using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Lists the caller's drafts and the artifacts of their threads. <c>?thread=</c> restricts the list to one thread, <c>?room=</c> to the
/// pins of a room.
/// </summary>
public sealed class ListArtifacts(ArtifactLists lists, ArtifactOpenness openness, ThreadStore threads, RoomStore rooms)
{
    [Function(nameof(ListArtifacts))]
    [Person(Freshness.Read)]
    [Description("The artifacts of the caller: their drafts and those in their threads.")]
    [Query("thread", "a thread's id: only what is in it")]
    [Query("room", "a room's id: only what is pinned to it")]
    [Answers(200, typeof(Listing<ArtifactHeadBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        ArtifactId? from = null;
        if (page.Continuation is { } text)
        {
            if (!ArtifactId.TryParse(text, out var place))
                return Page.Continue();
            from = place;
        }

        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (request.Query["room"].ToString() is { Length: > 0 } pinned)
            return await PinnedAsync(me, pinned, cancellation);
        ThreadId? only = null;
        if (request.Query["thread"].ToString() is { Length: > 0 } given)
        {
            if (!ThreadId.TryParse(given, out var thread) || await threads.FindMemberAsync(me.Subject.Id, thread, cancellation) is null)
                return Problem.NotFound();
            only = thread;
        }

        var (heads, next) = await lists.ListAsync(me, only, from, page.Limit, cancellation);
        return await AnswerAsync(me, heads, next, cancellation);
    }

    private async Task<IResult> PinnedAsync(Authority me, string given, CancellationToken cancellation) =>
        RoomId.TryParse(given, out var room) && await rooms.FindForMemberAsync(me.Subject.Id, room, cancellation) is not null
            ? await AnswerAsync(me, await lists.PinnedAsync(me, room, cancellation), null, cancellation)
            : Problem.NotFound();

    private async Task<IResult> AnswerAsync(Authority me, IReadOnlyList<ArtifactHead> heads, ArtifactId? next, CancellationToken cancellation)
    {
        var titles = await Task.WhenAll(heads.Select(head => openness.TitleAsync(me, head, cancellation)));
        return HttpAnswer.List([.. heads.Select((head, i) => ArtifactHeadBody.Of(me, head, titles[i]))], next?.Value);
    }
}

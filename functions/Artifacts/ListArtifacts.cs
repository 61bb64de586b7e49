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

/// <summary>My drafts and what is in my threads; with <c>?thread=</c>, what is in that one.</summary>
public sealed class ListArtifacts(ArtifactLists lists, ArtifactOpenness openness, ThreadStore threads)
{
    [Function(nameof(ListArtifacts))]
    [Person(Freshness.Read)]
    [Description("The artifacts of the caller: their drafts and those in their threads.")]
    [Query("thread", "a thread's id: only what is in it")]
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
        ThreadId? only = null;
        if (request.Query["thread"].ToString() is { Length: > 0 } given)
        {
            if (!ThreadId.TryParse(given, out var thread) || await threads.FindMemberAsync(me.Subject.Id, thread, cancellation) is null)
                return Problem.NotFound();
            only = thread;
        }

        var (heads, next) = await lists.ListAsync(me, only, from, page.Limit, cancellation);
        var titles = await Task.WhenAll(heads.Select(head => openness.TitleAsync(me, head, cancellation)));
        return HttpAnswer.List([.. heads.Select((head, i) => ArtifactHeadBody.Of(me, head, titles[i]))], next?.Value);
    }
}

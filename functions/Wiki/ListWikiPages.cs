using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Lists the pages of a space, without their text.</summary>
public sealed class ListWikiPages(WikiPages pages)
{
    [Function(nameof(ListWikiPages))]
    [Person(Freshness.Read)]
    [Description("Pages of a wiki space.")]
    [Answers(200, typeof(Listing<PageHeadBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/spaces/{id}/pages")] HttpRequest request, string id)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (page.Continuation is { } from && (!PageId.TryParse(from, out var first) || first.Space.Value != id))
            return Page.Continue();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return SpaceId.TryParse(id, out var space) && await pages.ListAsync(me, space, page.Continuation, page.Limit, cancellation) is { } part
            ? HttpAnswer.List([.. part.Items.Select(PageHeadBody.Of)], part.Next)
            : Problem.NotFound();
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Lists the versions of a page with their authors, newest first.</summary>
public sealed class ListWikiVersions(WikiPages pages)
{
    [Function(nameof(ListWikiVersions))]
    [Person(Freshness.Read)]
    [Description("Versions of a wiki page, newest first.")]
    [Answers(200, typeof(Listing<PageHeadBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/pages/{id}/versions")] HttpRequest request, string id)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (!VersionNumber.TryRead(page.Continuation, out var from))
            return Page.Continue();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return PageId.TryParse(id, out var named) && await pages.VersionsAsync(me, named, from, page.Limit, cancellation) is { } part
            ? HttpAnswer.List([.. part.Items.Select(PageHeadBody.Of)], part.Next)
            : Problem.NotFound();
    }
}

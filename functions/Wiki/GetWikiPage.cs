using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Returns the current or an earlier version of a page.</summary>
public sealed class GetWikiPage(WikiPages pages)
{
    [Function(nameof(GetWikiPage))]
    [Person(Freshness.Read)]
    [Description("A wiki page: its newest version, or the one asked for.")]
    [Query("version", "a version number; the newest when left out")]
    [Answers(200, typeof(PageBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/pages/{id}")] HttpRequest request, string id)
    {
        if (!VersionNumber.TryRead(request.Query["version"], out var version))
            return VersionNumber.Unreadable("version");
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (!PageId.TryParse(id, out var page) || await pages.FindAsync(me, page, version, cancellation) is not { } found)
            return Problem.NotFound();
        request.HttpContext.Response.Headers.ETag = $"\"{found.Version}\"";
        return HttpAnswer.Json(PageBody.Of(found));
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Compares two versions of a page.</summary>
public sealed class CompareWikiVersions(WikiPages pages)
{
    [Function(nameof(CompareWikiVersions))]
    [Person(Freshness.Read)]
    [Description("The difference of two versions of a wiki page, line by line.")]
    [Query("from", "a version number"), Query("to", "a version number; the newest when left out")]
    [Answers(200, typeof(PageDiff))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/pages/{id}/diff")] HttpRequest request, string id)
    {
        if (!VersionNumber.TryRead(request.Query["from"], out var from) || from is null)
            return VersionNumber.Unreadable("from");
        if (!VersionNumber.TryRead(request.Query["to"], out var to))
            return VersionNumber.Unreadable("to");
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return PageId.TryParse(id, out var page)
            && await pages.FindAsync(me, page, from, cancellation) is { } before
            && await pages.FindAsync(me, page, to, cancellation) is { } after
                ? HttpAnswer.Json(new PageDiff(PageHeadBody.Of(before.Head), PageHeadBody.Of(after.Head), LineDiff.Of(before.Text, after.Text)))
                : Problem.NotFound();
    }
}

internal sealed record PageDiff(PageHeadBody From, PageHeadBody To, IReadOnlyList<DiffLine> Lines);

using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Functions.Wiki;

/// <summary>Full-text search over the pages that the caller may read.</summary>
public sealed class SearchWikiPages(WikiSearch search)
{
    private const int Deepest = 1_000;

    [Function(nameof(SearchWikiPages))]
    [Person(Freshness.Read)]
    [Description("Full-text search over the wiki pages the caller may read, best first.")]
    [Query("q", "words")]
    [Answers(200, typeof(Listing<FoundPage>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/search")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        var query = request.Query["q"].ToString();
        if (query.Length is 0 or > WikiLimits.LongestQuery)
            return Problem.BadRequest("query", $"q has 1 to {WikiLimits.LongestQuery} characters.");
        var skip = 0;
        if (page.Continuation is { } from && (!int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out skip) || skip > Deepest))
            return Page.Continue();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        var found = await search.FindAsync(me, query, skip, page.Limit, cancellation);
        var next = skip + page.Limit;
        return HttpAnswer.List(
            [.. found.Hits.Select(static hit => new FoundPage(PageHeadBody.Of(hit.Page), hit.Passage))], found.More && next <= Deepest ? $"{next}" : null);
    }
}

internal sealed record FoundPage(PageHeadBody Page, string Passage);

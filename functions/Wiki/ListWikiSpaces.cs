using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Lists the spaces that the caller may read.</summary>
public sealed class ListWikiSpaces(WikiSpaces spaces)
{
    [Function(nameof(ListWikiSpaces))]
    [Person(Freshness.Read)]
    [Description("Wiki spaces the caller may read.")]
    [Answers(200, typeof(Listing<SpaceBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wiki/spaces")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (page.Continuation is { } from && !SpaceId.TryParse(from, out _))
            return Page.Continue();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return Answer(me, await spaces.ReadableAsync(me, cancellation), page);
    }

    private static HttpAnswer Answer(Authority me, IEnumerable<WikiSpace> readable, Page page)
    {
        var rest = readable.Where(space => string.CompareOrdinal(space.Id.Value, page.Continuation ?? "") >= 0).Take(page.Limit + 1).ToArray();
        return HttpAnswer.List([.. rest.Take(page.Limit).Select(space => SpaceBody.Of(space, me))], rest.Length > page.Limit ? rest[^1].Id.Value : null);
    }
}

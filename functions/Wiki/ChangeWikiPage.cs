using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Creates a new version of a page, based on the version that its author read.</summary>
public sealed class ChangeWikiPage(OwnHand hand, WikiPages pages)
{
    [Function(nameof(ChangeWikiPage))]
    [Person(Freshness.Now)]
    [Description("Writes a new version of a page on top of baseVersion, or of the version in If-Match; 409 with both when somebody wrote in between.")]
    [Takes(typeof(ChangedPage))]
    [Answers(200, typeof(PageBody))]
    [Answers(409, typeof(EditConflict), MediaType = "application/problem+json")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/wiki/pages/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ChangedPage>(request)).Is(out var wanted, out var problem) || !PageText.Fits(wanted.Title, wanted.Text, out problem))
            return problem;
        if (!VersionNumber.TryRead(request.Headers.IfMatch, out var match))
            return VersionNumber.Unreadable("If-Match");
        if ((wanted.BaseVersion ?? match) is not { } began || (match is not null && match != began))
            return Problem.BadRequest("base-version", "Say which version this edit began from, in baseVersion or If-Match.");
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return PageId.TryParse(id, out var page) && await pages.FindAsync(me, page, null, cancellation) is not null
            ? await hand.WritePageAsync(
                me,
                id,
                wanted.Title,
                wanted.Text,
                () => pages.WriteAsync(me, page, began, wanted.Title is null ? null : PageText.Title(wanted.Title), wanted.Text, cancellation),
                cancellation)
            : Problem.NotFound();
    }
}

internal sealed record ChangedPage(string Text, string? Title = null, int? BaseVersion = null);

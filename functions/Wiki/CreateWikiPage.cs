using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Creates a page with the text that its author typed.</summary>
public sealed class CreateWikiPage(OwnHand hand, WikiSpaces spaces, WikiPages pages)
{
    [Function(nameof(CreateWikiPage))]
    [Person(Freshness.Now)]
    [Description("Writes a new page in a wiki space.")]
    [Takes(typeof(NewPage))]
    [Answers(201, typeof(PageBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/wiki/spaces/{id}/pages")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<NewPage>(request)).Is(out var wanted, out var problem) || !PageText.Fits(wanted.Title, wanted.Text, out problem))
            return problem;
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (!SpaceId.TryParse(id, out var space) || await spaces.FindAsync(me, space, cancellation) is null)
            return Problem.NotFound();
        var page = PageId.New(space);
        return await hand.WritePageAsync(
            me,
            page.Value,
            wanted.Title,
            wanted.Text,
            () => pages.CreateAsync(me, page, PageText.Title(wanted.Title), wanted.Text, cancellation),
            cancellation);
    }
}

internal sealed record NewPage(string Title, string Text);

using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>A conflict with a concurrent edit. Contains the current version and the edit's base version, so that no text is lost.</summary>
internal sealed record EditConflict(string Type, string Title, int Status, string Detail, PageBody Current, PageBody? Base)
{
    public static IResult Of(PageWrite.Moved moved) => Results.Json(
        new EditConflict(
            "https://onbehalf.dev/problems/edit-conflict",
            "Conflict",
            StatusCodes.Status409Conflict,
            $"{moved.Current.Author.Name} wrote version {moved.Current.Version} in between. Nothing was overwritten: compare, and save again on top of it.",
            PageBody.Of(moved.Current),
            moved.Base is { } began ? PageBody.Of(began) : null),
        Json.Web,
        "application/problem+json",
        StatusCodes.Status409Conflict);
}

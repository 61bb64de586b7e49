using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Performs a person's own wiki writes and records them in the audit.</summary>
internal static class WikiHand
{
    public static async Task<IResult> WritePageAsync(
        this OwnHand hand, Authority authority, string relation, string? title, string text, Func<Task<PageWrite>> write, CancellationToken cancellation)
    {
        var written = await hand.RecordAsync(
            authority,
            AuditAction.WikiPage,
            On(relation),
            new { title, characters = text.Length },
            write,
            static done =>
                done switch
                {
                    PageWrite.Written => null,
                    PageWrite.Moved => "edit-conflict",
                    PageWrite.NotWriter => "read-only",
                    PageWrite.NotFound => "not-found",
                    _ => throw new InvalidOperationException(done.GetType().Name),
                },
            cancellation);
        return written switch
        {
            PageWrite.Written({ Version: 1 } page) => HttpAnswer.Created(PageBody.Of(page)),
            PageWrite.Written(var page) => HttpAnswer.Json(PageBody.Of(page)),
            PageWrite.Moved moved => EditConflict.Of(moved),
            PageWrite.NotWriter => Problem.Forbidden("read-only", "You can read this space, not write in it."),
            PageWrite.NotFound => Problem.NotFound(),
            _ => throw new InvalidOperationException(written.GetType().Name),
        };
    }

    public static Task<WikiSpace?> WriteSpaceAsync(
        this OwnHand hand, Authority authority, string relation, object details, Func<Task<WikiSpace?>> write, CancellationToken cancellation) =>
        hand.RecordAsync(authority, AuditAction.WikiSpace, On(relation), details, write, static space => space is null ? "not-a-writer" : null, cancellation);

    private static AuditResource On(string relation) => new(WikiRights.Name, [relation], []);
}

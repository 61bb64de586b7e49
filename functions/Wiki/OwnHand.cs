using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Context;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Wiki;

/// <summary>What a person reads and writes in the wiki themselves: confirmed at the directory, and each write on record before it happens and after it.</summary>
public sealed class OwnHand(Authorities authorities, AuditTrail audit)
{
    internal async Task<IResult> AsAsync(HttpRequest request, Freshness freshness, Func<Authority, CancellationToken, Task<IResult>> answer)
    {
        var cancellation = request.HttpContext.RequestAborted;
        try
        {
            return await authorities.ConfirmAsync(request.Caller().Subject, freshness, cancellation) switch
            {
                AuthorityResult.Confirmed(var authority) => await answer(authority, cancellation),
                AuthorityResult.Refused refused => AuthorityProblem.Of(refused),
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
        }
        catch (AuditNotWrittenException)
        {
            return Problem.Unavailable("audit-unavailable", "This could not be put on record, so it did not happen. Try again.");
        }
    }

    internal async Task<IResult> WritePageAsync(Authority authority, string relation, string? title, string text, Func<Task<PageWrite>> write, CancellationToken cancellation)
    {
        var written = await RecordAsync(authority, AuditAction.WikiPage, relation, new { title, characters = text.Length }, write, static done => done switch
        {
            PageWrite.Written => null,
            PageWrite.Moved => "edit-conflict",
            PageWrite.NotWriter => "read-only",
            PageWrite.NotFound => "not-found",
            _ => throw new InvalidOperationException(done.GetType().Name),
        }, cancellation);
        return written switch
        {
            PageWrite.Written({ Version: 1 } page) => Reply.Created(PageBody.Of(page)),
            PageWrite.Written(var page) => Reply.Json(PageBody.Of(page)),
            PageWrite.Moved moved => EditConflict.Of(moved),
            PageWrite.NotWriter => Problem.Forbidden("read-only", "You can read this space, not write in it."),
            PageWrite.NotFound => Problem.NotFound(),
            _ => throw new InvalidOperationException(written.GetType().Name),
        };
    }

    internal async Task<WikiSpace?> WriteSpaceAsync(Authority authority, string relation, object details, Func<Task<WikiSpace?>> write, CancellationToken cancellation) =>
        await RecordAsync(authority, AuditAction.WikiSpace, relation, details, write, static space => space is null ? "not-a-writer" : null, cancellation);

    private async Task<T> RecordAsync<T>(Authority authority, AuditAction action, string relation, object details, Func<Task<T>> act, Func<T, string?> refusal, CancellationToken cancellation)
    {
        var entry = new AuditEntry
        {
            CallId = $"{action}-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(authority.Subject),
            Act = Act.Human,
            Action = action,
            Decision = AuditDecision.Allowed,
            Resource = new(WikiRights.Name, [relation], []),
            Details = JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        };
        await audit.IntentAsync(entry, cancellation);
        var done = await act();
        var reason = refusal(done);
        await audit.OutcomeAsync(entry with { Decision = reason is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = reason }, CancellationToken.None);
        return done;
    }
}

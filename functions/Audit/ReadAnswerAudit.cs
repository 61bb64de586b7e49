using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary><c>GET /api/messages/{id}/audit</c>: returns the acts behind an answer, to every person whose own rights open that answer.</summary>
public sealed class ReadAnswerAudit(
    ThreadStore threads, MessageStore messages, AnswerVisibility visibility, AuditScopes scopes, AuditSearch search, AuditDisclosure disclosure)
{
    [Function(nameof(ReadAnswerAudit))]
    [Person(Freshness.Read)]
    [Description("The acts behind an answer, for whoever has it open by their own rights.")]
    [Answers(200, typeof(Listing<AuditRowBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/messages/{id}/audit")] HttpRequest request, string id)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        var cancellation = request.HttpContext.RequestAborted;
        return await ReadAsync(request.Authority(), id, page, cancellation);
    }

    private async Task<IResult> ReadAsync(Authority viewer, string id, Page page, CancellationToken cancellation)
    {
        if (!MessageId.TryParse(id, out var messageId)
            || await threads.FindForMemberAsync(viewer.Subject.Id, messageId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(messageId)
            || await messages.FindAsync(messageId, cancellation) is not { } message
            || await scopes.OfAnswerAsync(viewer, await visibility.OfAsync(viewer, message, cancellation), cancellation) is not { } scope)
            return Problem.NotFound();
        return await AuditListing.ReadAsync(scope, search, disclosure, page, cancellation, isOfAnother: message.AskedBy.Id != viewer.Subject.Id);
    }
}

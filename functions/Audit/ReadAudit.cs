using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Lists the caller's own acts; for auditors, the acts of all people.</summary>
public sealed class ReadAudit(AuditScopes scopes, AuditSearch search, AuditDisclosure disclosure, TimeProvider time)
{
    [Function(nameof(ReadAudit))]
    [Person(Freshness.Read)]
    [Answers(StatusCodes.Status200OK, typeof(Listing<AuditRowBody>))]
    [Query("subject", "a person's subject id"), Query("thread", "a thread id"), Query("tool", "a tool's name")]
    [Query("resource", "a source, relation, column or relation.column"), Query("decision", "allowed, denied, succeeded, refused, failed or unknown")]
    [Query("from", "ISO 8601; 31 days before to when left out"), Query("to", "ISO 8601; now when left out")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem) || !AuditQuestion.TryRead(request, time.GetUtcNow(), out var filter, out problem))
            return problem;
        var cancellation = request.HttpContext.RequestAborted;
        return await ReadAsync(request.Authority(), filter, page, cancellation);
    }

    private async Task<IResult> ReadAsync(Authority authority, AuditFilter filter, Page page, CancellationToken cancellation)
    {
        if (await scopes.OpenAsync(authority, filter, AuditAction.AuditRead, cancellation) is not { } scope)
            return AuditProblem.NotYours();
        return await AuditListing.ReadAsync(scope, search, disclosure, page, cancellation);
    }
}

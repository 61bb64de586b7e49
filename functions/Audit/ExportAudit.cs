using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Exports the records of an audit query as JSON Lines or CSV.</summary>
public sealed class ExportAudit(AuditScopes scopes, AuditSearch search, AuditDisclosure disclosure, TimeProvider time)
{
    [Function(nameof(ExportAudit))]
    [Person(Freshness.Read)]
    [Answers(StatusCodes.Status200OK, typeof(AuditRowBody), MediaType = "application/jsonl")]
    [Query("format", "jsonl (default) or csv"), Query("subject", "a person's subject id"), Query("thread", "a thread id"), Query("tool", "a tool's name")]
    [Query("resource", "a source, relation, column or relation.column"), Query("decision", "allowed, denied, succeeded, refused, failed or unknown")]
    [Query("from", "ISO 8601; 31 days before to when left out"), Query("to", "ISO 8601; now when left out")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/export")] HttpRequest request)
    {
        if (!AuditQuestion.TryRead(request, time.GetUtcNow(), out var filter, out var problem))
            return problem;
        var format = request.Query["format"].ToString();
        if (format is not ("" or "jsonl" or "csv"))
            return Problem.BadRequest("format", "format is jsonl or csv.");
        var cancellation = request.HttpContext.RequestAborted;
        return await ExportAsync(request.Authority(), filter, format is "csv", cancellation);
    }

    private async Task<IResult> ExportAsync(Authority authority, AuditFilter filter, bool isCsv, CancellationToken cancellation)
    {
        return await scopes.OpenAsync(authority, filter, AuditAction.AuditExport, cancellation) is { } scope
            ? new AuditExportFile(search, disclosure, scope, isCsv)
            : AuditProblem.NotYours();
    }
}

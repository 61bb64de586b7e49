using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Streams the export page by page from the store, so memory use does not grow with the number of records.</summary>
internal sealed class AuditExportFile(AuditSearch search, AuditDisclosure disclosure, AuditScope scope, bool isCsv) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var cancellation = httpContext.RequestAborted;
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit.{(isCsv ? "csv" : "jsonl")}\"";
        if (isCsv)
            await response.WriteAsync(AuditCsv.Head, cancellation);

        string? continuation = null;
        do
        {
            var page =
                await search.FindAsync(scope, Page.LargestLimit, continuation, cancellation)
                ?? throw new InvalidOperationException("The store refused its own mark.");
            foreach (var record in page.Records)
                await response.WriteAsync(Line(AuditRowBody.Of(record, await disclosure.OpenAsync(scope, record, cancellation))), Encoding.UTF8, cancellation);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private string Line(AuditRowBody row) => isCsv ? AuditCsv.Line(row) : JsonSerializer.Serialize(row, Json.Web) + "\n";
}

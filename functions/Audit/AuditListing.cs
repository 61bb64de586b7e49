using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Reads a page of audit records. Sealed details are opened only for the record's own person.</summary>
internal static class AuditListing
{
    public static async Task<IResult> ReadAsync(
        AuditScope scope, AuditSearch search, AuditDisclosure disclosure, Page page, CancellationToken cancellation, bool isOfAnother = false)
    {
        if (await search.FindAsync(scope, page.Limit, page.Continuation, cancellation) is not { } found)
            return Page.Continue();
        var rows = new List<AuditRowBody>(found.Records.Count);
        foreach (var record in found.Records)
            rows.Add(AuditRowBody.Of(record, await disclosure.OpenAsync(scope, record, cancellation), isOfAnother));
        return HttpAnswer.List(rows, found.Continuation);
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Privacy;

/// <summary><c>GET /api/me/export</c>: exports the caller's stored data as JSON Lines.</summary>
public sealed class ExportMyData(OwnData data, AuditTrail audit)
{
    [Function(nameof(ExportMyData))]
    [Person(Freshness.Now)]
    [Description(
        "What is kept of the caller: one JSON object a line, the last one says how many came before it, and is called incomplete where something could not be read."
    )]
    [Answers(StatusCodes.Status200OK, typeof(OwnDataLine), MediaType = "application/jsonl")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me/export")] HttpRequest request)
    {
        var me = request.Authority();
        await audit.RecordAsync(
            new AuditEntry
            {
                CallId = $"{AuditAction.DataExport}-{Guid.NewGuid():N}",
                Subject = AuditPerson.Of(me.Subject),
                Act = Act.Human,
                Action = AuditAction.DataExport,
                Decision = AuditDecision.Allowed,
                Resource = AuditResource.Of("own-data"),
            },
            request.HttpContext.RequestAborted);
        return new OwnDataFile(data, me, request);
    }
}

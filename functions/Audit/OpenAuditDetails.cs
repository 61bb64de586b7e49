using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Returns the sealed details of one record: literals, arguments and counts.</summary>
public sealed class OpenAuditDetails(SealedDetails details)
{
    [Function(nameof(OpenAuditDetails))]
    [Person(Freshness.Read)]
    [Description(
        "The sealed part of an audit record: for its person, and for an auditor whose own rights cover what its turn took in; an auditor's look is itself on record."
    )]
    [Answers(StatusCodes.Status200OK, typeof(AuditDetailsBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/{id}/details")] HttpRequest request, string id) =>
        AuditId.TryParse(id, out var record) && await details.OpenAsync(request.Authority(), record, request.HttpContext.RequestAborted) is { } opened
            ? HttpAnswer.Json(new AuditDetailsBody(record, AuditRowBody.Parse(opened)!.Value))
            : Problem.NotFound();
}

internal sealed record AuditDetailsBody(AuditId Id, JsonElement Details);

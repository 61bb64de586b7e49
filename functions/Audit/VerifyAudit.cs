using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>Checks my chains, or for auditors everyone's, over whole months. Everyone's, with nothing bad in them, are anchored at once.</summary>
public sealed class VerifyAudit(AuditScopes scopes, AuditVerification verification, AuditAnchors anchors, TimeProvider time)
{
    [Function(nameof(VerifyAudit))]
    [Person(Freshness.Read)]
    [Answers(StatusCodes.Status200OK, typeof(AuditVerdictBody))]
    [Query("from", "ISO 8601; 31 days before to when left out"), Query("to", "ISO 8601; now when left out")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/verify")] HttpRequest request)
    {
        if (!AuditQuestion.TryRead(request, time.GetUtcNow(), out var filter, out var problem))
            return problem;
        var cancellation = request.HttpContext.RequestAborted;
        return HttpAnswer.Json(await VerifyAsync(request.Authority(), filter, cancellation));
    }

    private async Task<AuditVerdictBody> VerifyAsync(Authority authority, AuditFilter filter, CancellationToken cancellation)
    {
        var isAuditor = scopes.IsAuditor(authority);
        SubjectId? subject = isAuditor ? null : authority.Subject.Id;
        var verdict = await verification.VerifyAsync(AuditMonth.Of(filter.From), AuditMonth.Of(filter.To), subject, cancellation);
        if (isAuditor && verdict.Bad.IsEmpty)
            await anchors.WriteAsync(cancellation);
        return new(verdict.IsIntact, verdict.Chains, verdict.Records, verdict.Anchored, verdict.FirstBad, verdict.Bad, verdict.Closed);
    }
}

/// <param name="Bad">Of each chain that is not what was written, the record where that begins; <paramref name="FirstBad"/> is the first of them.</param>
/// <param name="Closed">The records that close a chain over lost ones: such a chain is neither intact nor bad.</param>
internal sealed record AuditVerdictBody(
    bool Intact, int Chains, long Records, long Anchored, AuditFault? FirstBad, ImmutableArray<AuditFault> Bad, ImmutableArray<AuditGap> Closed);

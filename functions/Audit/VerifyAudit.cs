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

/// <summary>Verifies the caller's chains over whole months; for auditors, all chains. If all chains are intact, they are anchored at once.</summary>
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

/// <param name="Bad">The first altered record of each broken chain. <paramref name="FirstBad"/> is the first of these.</param>
/// <param name="Closed">The records that close chains with lost records. Such a chain is neither intact nor bad.</param>
internal sealed record AuditVerdictBody(
    bool Intact, int Chains, long Records, long Anchored, AuditFault? FirstBad, ImmutableArray<AuditFault> Bad, ImmutableArray<AuditGap> Closed);

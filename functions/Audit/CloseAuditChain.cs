using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Audit;

/// <summary>
/// <c>POST /api/audit/chains/{id}/close</c>: closes a chain with lost records, acknowledged by an auditor, so that it can continue.
/// </summary>
public sealed class CloseAuditChain(OwnHand hand, AuditScopes scopes, AuditClosing closing)
{
    [Function(nameof(CloseAuditChain))]
    [Person(Freshness.Now)]
    [Description("Closes a chain that lost writes broke with a record that names what is lost; for auditors, from the browser session only.")]
    [Answers(StatusCodes.Status200OK, typeof(AuditGap))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/audit/chains/{id}/close")] HttpRequest request, string id)
    {
        if (!request.Caller().MayConfirm)
            return Problem.Forbidden("close-needs-browser", "Closing a chain needs your signed-in browser session; a token cannot do it.");
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (!scopes.IsAuditor(me))
            return Problem.NotFound();
        return AuditChain.TryParse(id, out var chain) ? await CloseAsync(me, chain, cancellation) : Problem.NotFound();
    }

    private async Task<IResult> CloseAsync(Authority me, AuditChain chain, CancellationToken cancellation)
    {
        var done = await hand.RecordAsync(
            me,
            AuditAction.AuditClose,
            new("audit", [chain.Key], []),
            new { chain = chain.Key },
            () => closing.CloseAsync(me, chain, cancellation),
            static result => result switch
            {
                AuditClosing.Result.Closed => null,
                AuditClosing.Result.NotBroken => "not-broken",
                AuditClosing.Result.Changed => "changed",
                _ => throw new InvalidOperationException(result.GetType().Name),
            },
            cancellation);
        return done switch
        {
            AuditClosing.Result.Closed(var gap) => HttpAnswer.Json(gap),
            AuditClosing.Result.NotBroken => Problem.Conflict("not-broken", "Nothing is missing from this chain that is not named already."),
            AuditClosing.Result.Changed(var fault) => Problem.Conflict(
                "changed", $"Lost writes do not explain what is wrong with this chain: {fault.Record} {fault.Problem}. It stays broken."),
            _ => throw new InvalidOperationException(done.GetType().Name),
        };
    }
}

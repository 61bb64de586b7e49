using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>
/// <c>POST /api/messages/{id}/share</c>: publishes a snapshot of the previewed answer to the current members, if the preview is still current.
/// </summary>
public sealed class ShareMessage(OwnAnswers answers, AnswerShares shares, AnswerVisibility visibility, AuditTrail audit)
{
    [Function(nameof(ShareMessage))]
    [Person(Freshness.Now)]
    [Description("Makes one's own answer common, exactly as previewed; from the browser session only.")]
    [Takes(typeof(ShareMessageBody))]
    [Answers(200, typeof(MessageBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/messages/{id}/share")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var (answer, problem) = await answers.FindAsync(request, id, cancellation);
        if (answer is null)
            return problem!;
        if (!(await Body.ReadAsync<ShareMessageBody>(request)).Is(out var body, out var malformed))
            return malformed;

        var entry = ShareAudit.Entry(answer.Speaker, answer.Message, AuditAction.Share, answer.Others);
        if (answer.Frozen is not { } frozen)
            return await RefuseAsync(entry, "no-access", Closed(), cancellation);
        if (answer.PreviewHash != body.PreviewHash)
            return await RefuseAsync(
                entry,
                "preview-changed",
                Problem.Conflict("preview-changed", "This is not what you were shown any more. Please read the preview again."),
                cancellation);

        await audit.IntentAsync(entry, cancellation);
        var added = await shares.AddAsync(answer, frozen, cancellation);
        await audit.OutcomeAsync(
            entry with { Decision = added ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = added ? null : "already-shared" },
            CancellationToken.None);
        return added
            ? HttpAnswer.Json(MessageBody.Of(await visibility.OfAsync(answer.Speaker, answer.Message, cancellation)))
            : Problem.Conflict("already-shared", "This answer is shared already.");
    }

    /// <summary>Returns the problem for the caller's own answer that they may no longer see.</summary>
    internal static Problem Closed() => Problem.Forbidden("no-access", "You may not see this answer any more, so you cannot share it.");

    private async Task<IResult> RefuseAsync(AuditEntry entry, string reason, Problem problem, CancellationToken cancellation)
    {
        await audit.RecordAsync(entry with { Decision = AuditDecision.Denied, Reason = reason }, cancellation);
        return problem;
    }
}

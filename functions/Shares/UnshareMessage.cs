using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary><c>DELETE /api/messages/{id}/share</c>: revokes a share and everything derived from it.</summary>
public sealed class UnshareMessage(OwnAnswers answers, AnswerShares shares, SlackShares slack, AuditTrail audit)
{
    [Function(nameof(UnshareMessage))]
    [Person(Freshness.Now)]
    [Description("Takes back a share; the person it was answered for only, from the browser session.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/messages/{id}/share")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var (answer, problem) = await answers.FindAsync(request, id, cancellation);
        if (answer is null)
            return problem!;
        if (!await shares.IsSharedAsync(answer, cancellation))
            return HttpAnswer.Nothing();

        var entry = ShareAudit.Entry(answer.Speaker, answer.Message, AuditAction.Unshare, answer.Others);
        await audit.IntentAsync(entry, cancellation);
        await slack.TakeBackAsync(answer.Message.Id, CancellationToken.None);
        await shares.RemoveAsync(answer, CancellationToken.None);
        await audit.OutcomeAsync(entry with { Decision = AuditDecision.Succeeded }, CancellationToken.None);
        return HttpAnswer.Nothing();
    }
}

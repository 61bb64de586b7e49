using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary><c>DELETE /api/messages/{id}/share</c>: takes an answer back, and with it everything that was made of the share.</summary>
public sealed class UnshareMessage(OwnAnswers answers, ShareStore shares, AuditTrail audit, EventLog events, InboxItems inbox)
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
        var message = answer.Message.Id;
        if (!(await shares.OfThreadAsync(message.Thread, cancellation)).Has(message.Value))
            return HttpAnswer.Nothing();

        var entry = ShareAudit.Entry(answer.Speaker, answer.Message, AuditAction.Unshare, answer.Others);
        await audit.IntentAsync(entry, cancellation);
        await shares.RemoveAsync(message, cancellation);
        await audit.OutcomeAsync(entry with { Decision = AuditDecision.Succeeded }, CancellationToken.None);
        await events.AppendAsync(message.Thread, [ThreadEvent.Share(message)], CancellationToken.None);
        await inbox.RemoveAsync(answer.Others.Select(static other => other.Subject), InboxItem.OfShare(message), CancellationToken.None);
        return HttpAnswer.Nothing();
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Ids;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Turns;

/// <summary>
/// <c>POST /api/turns/{id}/confirmations/{callId}</c>: records the speaker's decision on one exact call, from a first-party browser session.
/// </summary>
public sealed class DecideCall(TurnAccess access, CallDecisions decisions, SlackWake slack)
{
    [Function(nameof(DecideCall))]
    [Person]
    [Description("The speaker's yes or no to one exact call; from the browser session only.")]
    [Takes(typeof(DecideCallBody))]
    [Answers(200, typeof(DecidedBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/turns/{id}/confirmations/{callId}")] HttpRequest request,
        string id,
        string callId,
        [DurableClient] DurableTaskClient durable)
    {
        var caller = request.Caller();
        var cancellation = request.HttpContext.RequestAborted;
        if (await access.OfSpeakerAsync(caller, id, cancellation) is not { } found)
        {
            await decisions.RefuseStrangerAsync(caller, id, callId, cancellation);
            return Problem.NotFound();
        }

        if (!(await Body.ReadAsync<DecideCallBody>(request)).Is(out var body, out var problem))
            return problem;
        var decided = await decisions.DecideAsync(caller, found.Turn, callId, body.Approve, body.ArgumentHash, ask: null, cancellation);
        // The event carries no decision. It is raised again for a repeated click, because the first request may have crashed before raising it.
        if (decided is CallDecided.Recorded or CallDecided.Refused { Why: RefusedDecision.AlreadyDecided })
        {
            await TurnSignal.RaiseAsync(durable, found.Turn, RunTurn.ConfirmationEvent(callId), "decided", CancellationToken.None);
            await slack.RaiseAsync(durable, found.Turn, CancellationToken.None);
        }

        return decided is CallDecided.Recorded recorded
            ? HttpAnswer.Json(new DecidedBody(callId, recorded.Decision.ToString().ToLowerInvariant(), recorded.AuditId))
            : ToProblem((CallDecided.Refused)decided);
    }

    private static Problem ToProblem(CallDecided.Refused refused) =>
        refused.Why switch
        {
            RefusedDecision.NotHere => Problem.NotFound(),
            RefusedDecision.NeedsBrowser => Problem.Forbidden(
                "confirmation-needs-browser", "A confirmation needs your signed-in browser session; a token cannot give it."),
            RefusedDecision.Account => Problem.Forbidden("account-not-confirmed", "Your account could not be confirmed at your identity provider."),
            RefusedDecision.OtherCard => Problem.Conflict("confirmation-changed", "This is not what is waiting for you any more. Please read the card again."),
            RefusedDecision.AlreadyDecided => Problem.Conflict("confirmation-decided", "This was decided already."),
            RefusedDecision.Expired => Problem.Conflict(
                "confirmation-expired", "This card expired before it was answered. Nothing was done: ask again to get a new one."),
            _ => throw new InvalidOperationException($"No such refusal: {refused.Why}."),
        };
}

public sealed record DecideCallBody(bool Approve, string ArgumentHash);

public sealed record DecidedBody(string CallId, string Decision, string AuditId);

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Turns;

/// <summary><c>POST /api/turns/{id}/stop</c>: stops a turn of the caller. Idempotent for an ended turn.</summary>
public sealed class StopTurn(TurnAccess access, StoppedTurnCards cards, SlackWake slack)
{
    [Function(nameof(StopTurn))]
    [Person]
    [Description("Stops a turn; its speaker only.")]
    [Answers(202, typeof(TurnBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/turns/{id}/stop")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient durable)
    {
        if (await access.OfSpeakerAsync(request.Caller(), id, request.HttpContext.RequestAborted) is not { } found)
            return Problem.NotFound();
        if (found.Turn.Status is TurnStatus.Running)
        {
            await cards.WithdrawAsync(found, CancellationToken.None);
            await TurnSignal.RaiseAsync(durable, found.Turn, RunTurn.StopEvent, "stop", CancellationToken.None);
            await slack.RaiseAsync(durable, found.Turn, CancellationToken.None);
        }

        return HttpAnswer.Accepted(TurnView.Outline(found));
    }
}

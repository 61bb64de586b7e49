using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary>
/// <c>POST /api/webhooks/slack/events</c>: Slack's Events API. A request without a valid signature is refused before its body is parsed.
/// The event is stored and its orchestration started before the response acknowledges it. The answer is delivered later.
/// </summary>
public sealed class ReceiveSlackEvent(SlackIngress ingress)
{
    [Function(nameof(ReceiveSlackEvent))]
    [Public(LimitsBody = true)]
    [Description("Slack's Events API; nobody signs in, Slack's signature is the proof.")]
    [Answers(200)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/slack/events")] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => ingress.EventAsync(request, durable);
}

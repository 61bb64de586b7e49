using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary><c>POST /api/webhooks/slack/interactions</c>: clicks on buttons in Slack.</summary>
public sealed class ReceiveSlackInteraction(SlackIngress ingress)
{
    [Function(nameof(ReceiveSlackInteraction))]
    [Public(LimitsBody = true)]
    [Description("Clicks on buttons in Slack; nobody signs in, Slack's signature is the proof.")]
    [Answers(200)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/slack/interactions")] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => ingress.ClickAsync(request, durable);
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Slack;

namespace Onbehalf.Functions.Slack;

/// <summary><c>POST /auth/slack/confirm</c>: links the Slack user and the person, on the person's click.</summary>
public sealed class ConfirmSlackLink(LinkSlackUser link, SlackStart start)
{
    [Function(nameof(ConfirmSlackLink))]
    [Person(Freshness.Now)]
    [Description("Links the Slack user and the person; browser session only.")]
    [Answers(200, MediaType = "text/html")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/slack/confirm")] HttpRequest request, [DurableClient] DurableTaskClient durable)
    {
        if (!request.Caller().MayConfirm)
            return Problem.Forbidden("browser-only", "Link your Slack user in your own browser, after signing in there.");
        var step = await link.ConfirmAsync(request.HttpContext, request.Caller(), request.Authority(), request.HttpContext.RequestAborted);
        if (step is SlackLinkStep.Linked linked)
            await start.GoOnAsync(durable, linked, CancellationToken.None);
        return SlackLinkPage.Of(step);
    }
}

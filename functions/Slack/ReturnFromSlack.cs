using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary><c>GET /auth/slack/callback</c>: the redirect address of Sign in with Slack.</summary>
public sealed class ReturnFromSlack(LinkSlackUser link)
{
    [Function(nameof(ReturnFromSlack))]
    [Public]
    [Description("Where Slack sends the browser back to; then the person's own provider signs them in.")]
    [Answers(200, MediaType = "text/html")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/slack/callback")] HttpRequest request) =>
        SlackLinkPage.Of(await link.ReturnAsync(request.HttpContext, request.HttpContext.RequestAborted));
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary><c>GET /auth/slack/link</c>: the target of the button in Slack. It starts Sign in with Slack.</summary>
public sealed class BeginSlackLink(LinkSlackUser link)
{
    [Function(nameof(BeginSlackLink))]
    [Public]
    [Description("Where the sign-in button in Slack leads; sends the browser to Sign in with Slack.")]
    [Answers(302)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/slack/link")] HttpRequest request) =>
        SlackLinkPage.Of(await link.BeginAsync(request.HttpContext, request.HttpContext.RequestAborted));
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary><c>GET /auth/slack/confirm</c>: shows both identities and a button that links them.</summary>
public sealed class ShowSlackLink(LinkSlackUser link)
{
    [Function(nameof(ShowSlackLink))]
    [Anyone]
    [Description("Shows the Slack user and the person that are to be linked.")]
    [Answers(200, MediaType = "text/html")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/slack/confirm")] HttpRequest request) =>
        SlackLinkPage.Of(await link.ShowAsync(request.HttpContext, request.CallerOrNull(), request.HttpContext.RequestAborted));
}

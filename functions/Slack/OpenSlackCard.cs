using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Slack;

/// <summary><c>GET /auth/slack/open/{reference}</c>: the browser target of a card in Slack.</summary>
public sealed class OpenSlackCard(SlackCardPage page)
{
    [Function(nameof(OpenSlackCard))]
    [Anyone]
    [Description("Opens the conversation of a card in Slack, for a person who may see it.")]
    [Answers(302)]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/slack/open/{reference}")] HttpRequest request, string reference) =>
        page.OpenAsync(request, request.CallerOrNull(), reference);
}

using System.Net;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(PuppetThreats.Name)]
public sealed class SlackOffTests(PuppetWorld world)
{
    [Theory]
    [InlineData("POST", "api/webhooks/slack/events")]
    [InlineData("POST", "api/webhooks/slack/interactions")]
    [InlineData("GET", "auth/slack/link?state=x")]
    [InlineData("GET", "auth/slack/callback")]
    [InlineData("GET", "auth/slack/confirm")]
    [InlineData("GET", "auth/slack/open/x")]
    public async Task Without_a_workspace_the_routes_of_Slack_are_unknown(string method, string path)
    {
        using var anybody = world.App.Anonymous();

        var unknown = await anybody.SendAsync("POST", "api/webhooks/nothing");
        var answer = await anybody.SendAsync(method, path);

        Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (answer.Status, answer.Text));
    }
}

using System.Net;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

/// <summary>Slack is away, or refuses.</summary>
[Collection(SlackJourneys.Name)]
public sealed class SlackAwayTests(SlackWorld world)
{
    [Theory]
    [InlineData("conversations.open", "missing_scope")]
    [InlineData("chat.postMessage", "token_revoked")]
    public async Task An_answer_that_Slack_refuses_waits_in_the_web_apps_inbox(string method, string code)
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var channel = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are whimbrel-8."));
        world.Slack.Fails(method, new FakeFailure.Error(code, "im:write"));

        var asked = await world.MentionAsync(bob, channel, question);
        var thread = SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts)).Value;
        await Waiting.UntilAsync(async () => (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/inbox")).Text.Contains(thread, StringComparison.Ordinal));
        var item = (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/inbox")).Ok().GetProperty("items").EnumerateArray().Single(one => one.GetRawText().Contains(thread, StringComparison.Ordinal));

        Assert.Equal(("undelivered", true), (item.At("kind"), item.At("words")!.StartsWith("Slack did not take an answer", StringComparison.Ordinal)));
        Assert.DoesNotContain("whimbrel-8", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_waits_for_a_Slack_that_is_away_and_comes_once()
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var channel = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are whimbrel-7."));
        world.Slack.Fails("conversations.open", [.. Enumerable.Repeat(new FakeFailure.Html(502, IsDone: false), 4)]);

        await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(bob, "Only you see it there");

        Assert.Single(world.Slack.SeenBy(bob), static one => one.Shown.Contains("whimbrel-7", StringComparison.Ordinal));
        Assert.Single(world.Slack.SeenBy(carol), one => one.Channel == channel.Id && one.Author == world.Slack.Bot.Id);
    }

    [Theory]
    [InlineData("away")]
    [InlineData("account_inactive")]
    [InlineData("token_revoked")]
    [InlineData("missing_scope")]
    public async Task While_Slack_does_not_say_who_is_in_a_channel_nobody_reads_it_and_nobody_loses_it(string why)
    {
        var bob = world.Person("bob");
        var channel = world.Channel(bob);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Reply(PuppetLine.Say("hello, ruff-4"));
        var asked = await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(bob, "ruff-4");
        var (team, place) = (world.Team, SlackChannelId.Parse(channel.Id));
        var path = $"api/threads/{SlackPlaces.ThreadOf(team, place, SlackTs.Parse(asked.Ts))}/messages";

        world.Of<SlackThreads>().Forget(team, place);
        world.Slack.Fails("conversations.info", why == "away" ? [new FakeFailure.Html(502, IsDone: false), new FakeFailure.Html(502, IsDone: false)] : [new FakeFailure.Error(why)]);
        var away = await (await world.App.AsAsync("bob")).SendAsync("GET", path);
        world.Of<SlackThreads>().Forget(team, place);
        var back = await (await world.App.AsAsync("bob")).SendAsync("GET", path);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (away.Status, back.Status));
    }
}

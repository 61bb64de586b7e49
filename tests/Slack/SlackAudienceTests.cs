using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackAudienceTests(SlackWorld world)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_everybody_in_the_channel_may_see_is_said_there_only_if_nobody_else_reads_it(bool isPrivate)
    {
        var (bob, again) = (world.Person("bob"), world.Person("reader"));
        var channel = isPrivate ? world.Channel(bob) : world.PublicChannel(bob);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are bittern-3."));

        await world.MentionAsync(bob, channel, question);
        var answer = await world.SeesAsync(bob, "bittern-3");

        Assert.Equal(isPrivate ? channel.Id[0] : 'D', answer.Channel[0]);
        Assert.Equal(isPrivate, answer.Channel == channel.Id);
        Assert.DoesNotContain("bittern-3", world.Slack.ScreenOf(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_schema_of_anybody_is_in_a_prompt_whose_answer_a_channel_may_read()
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var channel = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("which tables are there");
        world.Puppet.When(question).Reply(PuppetLine.Say("None that I know, smew-4."));

        await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(carol, "smew-4");

        var asked = Assert.Single(world.Puppet.Requests, request => request.LastUserText.Contains(question, StringComparison.Ordinal));
        Assert.Contains("Call describe_data before you write SQL.", asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_in_the_web_app_is_not_told_to_a_channel_by_an_answer()
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var channel = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var (first, second) = (PuppetWorld.Fresh("hello"), PuppetWorld.Fresh("what did I say"));
        world.Puppet.When(first).Reply(PuppetLine.Say("hello, garganey-1"));
        world.Puppet.When(second).Reply(PuppetLine.Say("You said garganey-2."));
        var asked = await world.MentionAsync(bob, channel, first);
        await world.SeesAsync(carol, "garganey-1");
        var thread = SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts));

        var note = (await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = "a note of my own", agent = false })).Ok().At("messageId");
        await world.SeesAsync(carol, "a note of my own");
        (await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/messages/{note}", new { text = "other words" })).Ok();
        await world.MentionAsync(bob, channel, second, asked.Ts);
        var answer = await world.SeesAsync(bob, "garganey-2");
        var screen = world.Slack.ScreenOf(carol);
        // Its asker can share it. The web app shows it to every member, so there is no share to take back.
        await world.SeesAsync(bob, "Only you see it there");
        var button = await world.MessageAsync(bob, $"\"{SlackNotes.ShareToChannel}\"");
        await world.ClickAsync(bob, button, SlackNotes.ShareToChannel);
        await world.ClickAsync(bob, await world.MessageAsync(bob, "posted exactly so to"), SlackNotes.ShareNow);
        var shared = await world.SeesAsync(bob, "It is in the channel now");
        await world.ClickAsync(bob, button, SlackNotes.ShareToChannel);
        var again = await world.SeesAsync(bob, "in the channel already");

        Assert.StartsWith("D", answer.Channel, StringComparison.Ordinal);
        Assert.DoesNotContain("garganey-2", screen, StringComparison.Ordinal);
        Assert.Contains("garganey-2", world.Slack.ScreenOf(carol), StringComparison.Ordinal);
        Assert.DoesNotContain("take it back", shared.Shown + again.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_begun_in_direct_messages_stays_there_whoever_leaves_the_channel()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var channel = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are pintail-7."));
        world.Slack.Fails("conversations.open", [.. Enumerable.Repeat(new FakeFailure.Html(502, IsDone: false), 4)]);

        var asked = await world.MentionAsync(bob, channel, question);
        var place = SlackChannelId.Parse(channel.Id);
        await Waiting.UntilAsync(async () => await world.Of<HeardMessages>().FindAsync(world.Team, place, SlackTs.Parse(asked.Ts), default) is { IsDirectOnly: true });
        channel.Members.Remove(mallory);
        world.Of<SlackThreads>().Forget(world.Team, place);
        var answer = await world.SeesAsync(bob, "pintail-7");

        Assert.StartsWith("D", answer.Channel, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_said_in_a_channel_only_if_its_door_lets_everybody_in(bool isSaidThere)
    {
        var (bob, erin) = (world.Person("bob"), world.Person("erin", isSaidThere ? FakePersonKind.Member : FakePersonKind.Guest));
        var channel = world.Channel(bob, erin);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(erin, "erin");
        var question = PuppetWorld.Fresh("how many departments");
        world.Puppet.When(question).Reply(Sql.Company("SELECT count(*) AS n FROM departments"), PuppetLine.Say("There are godwit-8."));

        await world.MentionAsync(bob, channel, question);
        var answer = await world.SeesAsync(bob, "godwit-8");

        Assert.Equal(isSaidThere, answer.Channel == channel.Id);
        Assert.Equal(isSaidThere, world.Slack.ScreenOf(erin).Contains("godwit-8", StringComparison.Ordinal));
    }
}

using System.Text.RegularExpressions;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackAnswerTests(SlackWorld world)
{
    private const string Canary = "heron-4712";

    [Fact]
    public async Task A_mention_is_answered_to_its_asker_alone_and_the_channel_sees_a_card_without_content()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var deals = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say($"There are {Canary}."));

        var asked = await world.MentionAsync(bob, deals, question);
        var answer = await world.SeesAsync(bob, Canary);
        var pointer = await world.SeesAsync(bob, "Only you see it there");

        Assert.StartsWith("D", answer.Channel, StringComparison.Ordinal);
        Assert.True(pointer.IsEphemeral);
        Assert.Equal((deals.Id, asked.Ts), (pointer.Channel, pointer.Thread));
        var card = Assert.Single(world.Slack.SeenBy(mallory), one => one.Channel == deals.Id && one.Author == world.Slack.Bot.Id);
        Assert.Contains($"Answered for <@{bob.Id}>", card.Shown, StringComparison.Ordinal);
        Assert.Equal(asked.Ts, card.Thread);
        Assert.DoesNotContain(Canary, world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.DoesNotContain("deals", card.Shown, StringComparison.Ordinal);
        await Waiting.UntilAsync(() => world.Slack.Sessions[(deals.Id, asked.Ts)] == "active");
        Assert.Single(world.Slack.SeenBy(bob), one => one.Shown.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_rests_on_nothing_private_is_said_in_the_thread()
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var general = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Reply(PuppetLine.Say("Good morning, wren-12"));

        var asked = await world.MentionAsync(bob, general, question);
        var answer = await world.SeesAsync(carol, "wren-12");

        Assert.Equal((general.Id, asked.Ts), (answer.Channel, answer.Thread));
    }

    [Fact]
    public async Task An_unlinked_person_is_offered_a_sign_in_that_nobody_else_sees_and_nothing_is_asked()
    {
        var (dan, bob) = (world.Person("dan"), world.Person("bob"));
        var channel = world.Channel(dan, bob);
        var question = PuppetWorld.Fresh("who am I");

        await world.MentionAsync(dan, channel, question);
        var offer = await world.SeesAsync(dan, "/auth/slack/link?state=");

        Assert.True(offer.IsEphemeral);
        Assert.DoesNotContain(world.Slack.SeenBy(bob), one => one.Channel == channel.Id && one.Author == world.Slack.Bot.Id);
        Assert.DoesNotContain(world.Puppet.Requests, request => request.LastUserText.Contains(question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_channel_sees_is_the_same_whatever_the_answer_is()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        await world.LinkAsync(bob, "bob");
        var screens = new List<string>();
        foreach (var (sql, words) in new[] { (Sql.Deals, "There are none."), (Sql.Expenses, $"A long story: {new string('x', 5_000)}") })
        {
            var channel = world.Channel(bob, mallory);
            var question = PuppetWorld.Fresh("how many");
            world.Puppet.When(question).Reply(sql == Sql.Deals ? Sql.Company(sql) : Sql.Query("expenses", sql), PuppetLine.Say(words));
            var asked = await world.MentionAsync(bob, channel, question);
            await Waiting.UntilAsync(() => world.Slack.SeenBy(bob).Any(one => one.Channel == channel.Id && one.Shown.Contains("Only you see it there", StringComparison.Ordinal)));
            var bytes = world.Slack.SeenBy(mallory).Where(one => one.Channel == channel.Id && one.Author == world.Slack.Bot.Id).Select(one => $"{one.Thread == asked.Ts} {one.Shown}");
            screens.Add(Regex.Replace(string.Join('\n', bytes), "p[0-9a-f]{32}|<!date[^>]*>", "_"));
        }

        Assert.Equal(screens[0], screens[1]);
        Assert.Contains("Answered for", screens[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_needs_a_confirmation_leads_its_speaker_to_the_web_app()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var channel = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("set the amount");
        world.Puppet.When(question).Reply(Sql.SetAmount(await world.Company.DealOfBobAsync(), 77), PuppetLine.Say("done"));

        var asked = await world.MentionAsync(bob, channel, question);
        var note = await world.SeesAsync(bob, "waits for your confirmation");
        var heard = await world.Of<HeardMessages>().FindAsync(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts), default);
        (await (await world.App.InBrowserAsync("bob")).DecideAsync(await world.App.CardAsync("bob", heard!.Turn!.Value.Value))).Ok();
        var decided = await world.SeesAsync(bob, SlackWords.Approved);

        Assert.Equal((note.Channel, note.Ts), (decided.Channel, decided.Ts));
        Assert.StartsWith("D", note.Channel, StringComparison.Ordinal);
        Assert.Contains("/t/t", note.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Slack.SeenBy(mallory), one => one.Channel == channel.Id && one.Author == world.Slack.Bot.Id);
    }

    [Fact]
    public async Task In_direct_messages_every_message_is_answered_there()
    {
        var bob = world.Person("bob");
        var direct = world.Slack.Direct(bob);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are plover-8."));

        var asked = await world.SayAsync(bob, direct, question);
        var answer = await world.SeesAsync(bob, "plover-8");

        Assert.Equal((direct.Id, asked.Ts), (answer.Channel, answer.Thread));
    }

    [Fact]
    public async Task Two_people_in_one_thread_are_each_answered_as_themselves()
    {
        var (alice, bob) = (world.Person("alice"), world.Person("bob"));
        var channel = world.Channel(alice, bob);
        await world.LinkAsync(alice, "alice");
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("average salary");
        world.Puppet.When(question).Always(request => request.ToolResults is [.., var result] ? PuppetLine.Say($"result: {result}") : Sql.Company(Sql.AverageSalary));

        var first = await world.MentionAsync(alice, channel, question);
        await world.SeesAsync(alice, "Legal");
        await world.MentionAsync(bob, channel, question, first.Ts);
        await world.SeesAsync(bob, "result:");

        Assert.DoesNotContain("Legal", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
    }
}

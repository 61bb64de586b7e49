using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Slack;

/// <summary>One conversation in both: messages from the web app appear in Slack, and the reverse.</summary>
[Collection(SlackJourneys.Name)]
public sealed class SlackEchoTests(SlackWorld world)
{
    [Fact]
    public async Task What_a_member_writes_in_the_web_app_is_told_in_the_thread_with_their_name_and_answered_there_as_any_question()
    {
        var (bob, carol) = (world.Person("bob"), world.Person("carol"));
        var channel = world.Channel(bob, carol);
        await world.LinkAsync(bob, "bob");
        var (thread, asked) = await BeginAsync(bob, channel);
        var (open, closed) = (PuppetWorld.Fresh("good morning"), PuppetWorld.Fresh("how many deals"));
        world.Puppet.When(open).Reply(PuppetLine.Say("Good morning, sanderling-2"));
        world.Puppet.When(closed).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are sanderling-3."));

        await SayAsync("bob", thread, "a note, <@U0EVE> sanderling-1", agent: false);
        var note = await world.SeesAsync(carol, "sanderling-1");
        await SayAsync("bob", thread, open, agent: true);
        var answer = await world.SeesAsync(carol, "sanderling-2");
        await SayAsync("bob", thread, closed, agent: true);
        var alone = await world.SeesAsync(bob, "sanderling-3");
        await world.SeesAsync(bob, "Only you see it there");

        Assert.Equal((channel.Id, asked.Ts, world.Slack.Bot.Id), (note.Channel, note.Thread, note.Author));
        Assert.Contains("(web):** a note, &lt;@U0EVE&gt; sanderling-1", note.Shown, StringComparison.Ordinal);
        Assert.Equal((channel.Id, asked.Ts), (answer.Channel, answer.Thread));
        Assert.StartsWith("D", alone.Channel, StringComparison.Ordinal);
        Assert.DoesNotContain("sanderling-3", world.Slack.ScreenOf(carol), StringComparison.Ordinal);
        Assert.All(new[] { "sanderling-1", open, closed }, words => Assert.Single(world.Slack.SeenBy(carol), one => one.Shown.Contains(words, StringComparison.Ordinal)));
        Assert.Single(world.Slack.SeenBy(carol), one => one.Channel == channel.Id && one.Shown.Contains($"Answered for <@{bob.Id}>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_whose_process_ended_before_its_telling_began_is_told_by_the_sweep_once()
    {
        var bob = world.Person("bob");
        var channel = world.Channel(bob);
        await world.LinkAsync(bob, "bob");
        var (thread, _) = await BeginAsync(bob, channel);
        var speaker = await SpeakerAsync("bob");
        Assert.True(ClientId.TryParse(Guid.NewGuid().ToString("N"), out var sent) & MessageText.TryParse("lost, sanderling-4", out var text));
        // The state left by a process that was killed after it stored the message.
        var early = new ManualTime();
        early.Advance(DateTimeOffset.UtcNow.AddMinutes(-5) - early.GetUtcNow());
        var untold = new SlackUntold(world.Of<Onbehalf.Storage.Tables>(), early);
        await untold.AddAsync(world.Team, thread, speaker.Subject.Id, sent.Text, default);
        await untold.AddAsync(world.Team, thread, speaker.Subject.Id, ClientId.New().Text, default);
        await world.Of<SayInThread>().SayAsync(speaker, world.App.Durable, thread, text, sent, forAgent: false, default, isFromSlack: true);

        await world.Of<SweepSlack>().RunAsync(world.App.Durable, default);
        await world.SeesAsync(bob, "sanderling-4");
        await untold.AddAsync(world.Team, thread, speaker.Subject.Id, sent.Text, default);
        await world.Of<SweepSlack>().RunAsync(world.App.Durable, default);
        await SayAsync("bob", thread, "after it, sanderling-5", agent: false);
        await world.SeesAsync(bob, "sanderling-5");

        Assert.Single(world.Slack.SeenBy(bob), static one => one.Shown.Contains("sanderling-4", StringComparison.Ordinal));
        Assert.Equal(0, await world.Of<SlackUntold>().LostAsync(world.Team, default).CountAsync(one => one.Thread == thread));
    }

    [Fact]
    public async Task What_linked_people_write_in_the_thread_is_in_the_conversation_without_a_turn_and_nobody_elses()
    {
        var (bob, alice, dan) = (world.Person("bob"), world.Person("alice"), world.Person("dan"));
        var channel = world.Channel(bob, alice, dan);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var (thread, asked) = await BeginAsync(bob, channel);

        await world.SayAsync(dan, channel, "unlinked, knot-1", asked.Ts);
        await world.SayAsync(alice, channel, "elsewhere, knot-2");
        await world.SayAsync(alice, channel, $"too long, knot-3 {new string('x', 39_000)}", asked.Ts);
        await world.SayAsync(alice, channel, "among people, knot-4", asked.Ts);
        var messages = "";
        await Waiting.UntilAsync(async () => (messages = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}/messages")).Text).Contains("knot-4", StringComparison.Ordinal));
        var said = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}/messages")).Ok().GetProperty("items").EnumerateArray().Single(static one => one.GetRawText().Contains("knot-4", StringComparison.Ordinal));

        Assert.Equal(world.App.SubjectOf("alice").Value, said.GetProperty("askedBy").GetProperty("subject").GetString());
        Assert.All(new[] { "knot-1", "knot-2", "knot-3" }, words => Assert.DoesNotContain(words, messages, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Puppet.Requests, static request => request.LastUserText.Contains("knot-4", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Slack.SeenBy(alice), static one => one.IsEphemeral);
        Assert.DoesNotContain(world.Slack.SeenBy(dan), static one => one.IsEphemeral);
        Assert.Single(world.Slack.SeenBy(bob), static one => one.Shown.Contains("knot-4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_follow_up_that_is_too_long_is_refused_to_its_writer()
    {
        var bob = world.Person("bob");
        var channel = world.Channel(bob);
        await world.LinkAsync(bob, "bob");
        var (_, asked) = await BeginAsync(bob, channel);
        await Waiting.UntilAsync(() => world.Slack.Sessions.GetValueOrDefault((channel.Id, asked.Ts)) == "active");

        await world.SayAsync(bob, channel, new string('y', 39_500), asked.Ts);
        var note = await world.SeesAsync(bob, "A question has at most");

        Assert.True(note.IsEphemeral);
    }

    private async Task<(ThreadId Thread, FakeMessage Asked)> BeginAsync(FakePerson person, FakeChannel channel)
    {
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Reply(PuppetLine.Say($"hello to {channel.Id}"));
        var asked = await world.MentionAsync(person, channel, question);
        await world.SeesAsync(person, $"hello to {channel.Id}");
        return (SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts)), asked);
    }

    private async Task SayAsync(string person, ThreadId thread, string text, bool agent) =>
        (await (await world.App.AsAsync(person)).SendAsync("POST", $"api/threads/{thread}/messages", new { text, agent })).Ok();

    private async Task<Authority> SpeakerAsync(string person)
    {
        var subject = await world.Of<PeopleStore>().FindAsync(world.App.SubjectOf(person), default);
        return Assert.IsType<AuthorityResult.Confirmed>(await world.Of<Authorities>().ConfirmAsync(subject!, Freshness.Read, default)).Authority;
    }
}

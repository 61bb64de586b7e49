using System.Net;
using System.Text;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackThreadTests(SlackWorld world)
{
    [Fact]
    public async Task One_message_has_one_turn_however_often_it_is_delivered()
    {
        var bob = world.Person("bob");
        var channel = world.Channel(bob);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("hello again");
        world.Puppet.When(question).Always(static _ => PuppetLine.Say("once, siskin-3"));
        var (_, events) = world.Slack.Say(bob, channel, $"<@{world.Slack.Bot.Id}> {question}");

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => events).Select(world.TellAsync));
        await world.SeesAsync(bob, "siskin-3");
        await Task.WhenAll(events.Select(world.TellAsync));
        await Task.Delay(500);

        Assert.Single(world.Slack.SeenBy(bob), static one => one.Shown.Contains("siskin-3", StringComparison.Ordinal));
        Assert.Single(world.Puppet.Requests, request => request.LastUserText.Contains(question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_whose_process_ended_before_its_start_is_started_by_Slacks_retry_or_the_sweep()
    {
        var time = new ManualTime();
        var heard = new HeardMessages(world.Of<Storage.Tables>(), time);
        var message = new SlackMessage(
            world.Team, SlackUserId.Parse("U0X"), SlackChannelId.Parse("C0LOST"), SlackTs.Parse("1800000000.000100"), SlackTs.Parse("1800000000.000100"), SlackChannelKind.Channel, new("hi", true, false));
        var row = new HeardMessage(message, world.App.Url, null);

        var first = await heard.TakeAsync("EvA", row, default);
        var retry = await heard.TakeAsync("EvA", row, default);
        var other = await heard.TakeAsync("EvB", row, default);
        time.Advance(TimeSpan.FromMinutes(2));
        var lost = await heard.LostAsync(world.Team, default).CountAsync(one => one.Channel == message.Channel);
        await heard.BegunAsync(message, default);

        Assert.Equal((true, true, true, 1), (first, retry, other, lost));
        Assert.False(await heard.TakeAsync("EvA", row, default));
        Assert.False(await heard.TakeAsync("EvB", row, default));
        Assert.Equal(0, await heard.LostAsync(world.Team, default).CountAsync(one => one.Channel == message.Channel));
    }

    [Fact]
    public async Task A_conversation_is_read_in_the_web_app_by_who_is_linked_and_in_the_channel_now()
    {
        var (bob, alice, carol) = (world.Person("bob"), world.Person("alice"), world.Person("carol"));
        var channel = world.Channel(bob, alice);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        await world.LinkAsync(carol, "carol");
        var question = PuppetWorld.Fresh("hello web");
        world.Puppet.When(question).Reply(PuppetLine.Say("hello, dunlin-5"));
        var asked = await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(bob, "dunlin-5");
        var path = $"api/threads/{SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts))}/messages";

        var member = await (await world.App.AsAsync("alice")).SendAsync("GET", path);
        var outside = await (await world.App.AsAsync("carol")).SendAsync("GET", path);
        var unlinked = await (await world.App.AsAsync("frank")).SendAsync("GET", path);
        channel.Members.Remove(alice);
        await world.TellAsync(world.Slack.Envelope(new() { ["type"] = "member_left_channel", ["user"] = alice.Id, ["channel"] = channel.Id }, channel));
        var gone = await (await world.App.AsAsync("alice")).SendAsync("GET", path);
        var said = await (await world.App.AsAsync("alice")).SendAsync("POST", path, new { text = "still here?", agent = false });
        channel.IsShared = true;
        await world.TellAsync(world.Slack.Envelope(new() { ["type"] = "channel_shared", ["channel"] = channel.Id }));
        var shared = await (await world.App.AsAsync("bob")).SendAsync("GET", path);

        Assert.Contains("dunlin-5", member.Text, StringComparison.Ordinal);
        Assert.All(new[] { outside, unlinked, gone, said, shared }, static answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
        Assert.Equal(outside.Text, gone.Text);
    }

    [Fact]
    public async Task A_conversation_in_Slack_takes_no_members_files_or_artifacts_from_the_web_app()
    {
        var bob = world.Person("bob");
        var channel = world.Channel(bob);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("hello there");
        world.Puppet.When(question).Reply(PuppetLine.Say("hello, whimbrel-4"));
        var asked = await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(bob, "whimbrel-4");
        var thread = SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts));
        var web = await world.App.InBrowserAsync("bob");
        var draft = (await web.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Plan" })).Ok().At("id");

        var known = (await web.SendAsync("GET", $"api/threads/{thread}")).Ok();
        var members = await web.SendAsync("PUT", $"api/threads/{thread}/members", new { members = new[] { world.App.SubjectOf("frank").Value } });
        var left = await web.SendAsync("DELETE", $"api/me/threads/{thread}");
        var file = await web.SendAsync("POST", $"api/threads/{thread}/files", new { });
        var preview = await web.SendAsync("GET", $"api/artifacts/{draft}/publish?threadId={thread}");

        Assert.Null(known.At("owner"));
        Assert.All(new[] { members, left, file, preview }, static answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
    }

    [Fact]
    public async Task A_Slack_user_that_became_another_persons_opens_no_conversation_of_the_one_before()
    {
        var user = world.Person("bob");
        var direct = world.Slack.Direct(user);
        await world.LinkAsync(user, "bob");
        var (question, next) = (PuppetWorld.Fresh("keep this dotterel-1"), PuppetWorld.Fresh("what was said"));
        world.Puppet.When(question).Reply(PuppetLine.Say("kept, dotterel-2"));
        world.Puppet.When(next).Reply(PuppetLine.Say("nothing, dotterel-3"));
        var asked = await world.SayAsync(user, direct, question);
        await world.SeesAsync(user, "dotterel-2");
        await world.UnlinkAsync("bob");
        await world.LinkAsync(user, "carol");
        string Path(string person) =>
            $"api/threads/{SlackPlaces.DirectThreadOf(world.Team, SlackChannelId.Parse(direct.Id), SlackTs.Parse(asked.Ts), world.App.SubjectOf(person))}/messages";

        await world.SayAsync(user, direct, next, asked.Ts);
        await world.SeesAsync(user, "dotterel-3");
        var before = await (await world.App.AsAsync("carol")).SendAsync("GET", Path("bob"));
        var own = await (await world.App.AsAsync("carol")).SendAsync("GET", Path("carol"));

        Assert.Equal(HttpStatusCode.NotFound, before.Status);
        Assert.Contains("dotterel-3", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Puppet.Requests, request => request.LastUserText.Contains(next, StringComparison.Ordinal) && request.Text.Contains("dotterel-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_person_answered_last_goes_on_without_a_mention_and_only_to_the_agent()
    {
        var (bob, alice) = (world.Person("bob"), world.Person("alice"));
        var channel = world.Channel(bob, alice);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var (question, more) = (PuppetWorld.Fresh("first"), PuppetWorld.Fresh("and then"));
        world.Puppet.When(question).Reply(PuppetLine.Say("one, godwit-1"));
        world.Puppet.When(more).Always(static _ => PuppetLine.Say("two, godwit-2"));
        var asked = await world.MentionAsync(bob, channel, question);
        await world.SeesAsync(bob, "godwit-1");
        await Waiting.UntilAsync(() => world.Slack.Sessions.GetValueOrDefault((channel.Id, asked.Ts)) == "active");

        await world.SayAsync(alice, channel, more, asked.Ts);
        await world.SayAsync(bob, channel, $"<@{alice.Id}> {more}", asked.Ts);
        await world.SayAsync(bob, channel, more);
        await Task.Delay(500);
        var before = world.Puppet.Requests.Count(request => request.LastUserText.Contains(more, StringComparison.Ordinal));
        await world.SayAsync(bob, channel, more, asked.Ts);
        await world.SeesAsync(bob, "godwit-2");

        Assert.Equal(0, before);
    }

    [Fact]
    public async Task Stop_ends_the_turn_for_its_speaker_and_for_nobody_else()
    {
        var (bob, alice) = (world.Person("bob"), world.Person("alice"));
        var channel = world.Channel(bob, alice);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var question = PuppetWorld.Fresh("take your time");
        world.Puppet.When(question).Always(static _ => PuppetLine.Say("late, curlew-6").After(TimeSpan.FromSeconds(4)));
        var asked = await world.MentionAsync(bob, channel, question);
        await Waiting.UntilAsync(() => world.Slack.Sessions.GetValueOrDefault((channel.Id, asked.Ts)) == "processing");

        await world.TellAsync(world.Slack.Stops(alice, channel, asked.Ts));
        await world.SeesAsync(alice, "Only the person who asked");
        await world.TellAsync(world.Slack.Stops(bob, channel, asked.Ts));
        await Waiting.UntilAsync(() => world.Slack.Sessions[(channel.Id, asked.Ts)] == "active");

        Assert.DoesNotContain("curlew-6", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_opens_for_each_person_as_themselves_and_an_altered_one_opens_nothing()
    {
        var (bob, alice, dan, guest) = (world.Person("bob"), world.Person("alice"), world.Person("dan"), world.Person("guest", FakePersonKind.Guest));
        var channel = world.Channel(bob, alice, dan, guest);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var card = await CardAsync(bob, channel, "avocet-9");

        foreach (var person in new[] { alice, dan, guest, bob })
            await world.ClickAsync(person, card, SlackNotes.OpenAsMe);
        await world.ClickAsync(alice, card, SlackNotes.OpenAsMe, "p00000000000000000000000000000000");

        await world.SeesAsync(alice, "locked for you");
        await world.SeesAsync(dan, "/auth/slack/link?state=");
        await Waiting.UntilAsync(() => world.Slack.SeenBy(bob).Any(one => one.IsEphemeral && one.Shown.Contains("avocet-9", StringComparison.Ordinal)));
        Assert.DoesNotContain(world.Slack.SeenBy(guest), static one => one.IsEphemeral);
        Assert.Single(world.Slack.SeenBy(alice), static one => one.IsEphemeral);
        Assert.DoesNotContain("avocet-9", world.Slack.ScreenOf(alice) + world.Slack.ScreenOf(dan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pane_of_a_card_shows_each_person_their_own_view()
    {
        var (bob, alice, dan) = (world.Person("bob"), world.Person("alice"), world.Person("dan"));
        var channel = world.Channel(bob, alice, dan);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var card = await CardAsync(bob, channel, "stint-2");

        foreach (var person in new[] { bob, alice, dan })
            await world.TellAsync(world.Slack.Opens(person, card));
        await Waiting.UntilAsync(() => new[] { bob, alice, dan }.All(person => world.Slack.PanesOf(person).Count == 1));

        Assert.Contains("stint-2", world.Slack.PanesOf(bob)[0], StringComparison.Ordinal);
        Assert.Contains("locked for you", world.Slack.PanesOf(alice)[0], StringComparison.Ordinal);
        Assert.Contains("/auth/slack/link?state=", world.Slack.PanesOf(dan)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("stint-2", world.Slack.PanesOf(alice)[0] + world.Slack.PanesOf(dan)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SlackWorld.Events, "wrong", 0)]
    [InlineData(SlackWorld.Events, SlackWorld.SigningSecret, -301)]
    [InlineData(SlackWorld.Events, SlackWorld.SigningSecret, 301)]
    [InlineData(SlackWorld.Interactions, "wrong", 0)]
    public async Task A_request_without_Slacks_proof_is_refused_and_recorded(string path, string secret, int seconds)
    {
        var body = Encoding.UTF8.GetBytes("""{"type":"url_verification","challenge":"c"}""");
        using var http = world.App.Anonymous();
        var time = new ManualTime();
        time.Advance(DateTimeOffset.UtcNow.AddSeconds(seconds) - time.GetUtcNow());
        using var request = new FakeSender(http, secret, time).Signed(path, "application/json", body);

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>The public card of an answer that its asker alone reads.</summary>
    private async Task<FakeMessage> CardAsync(FakePerson asker, FakeChannel channel, string words)
    {
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say($"There are {words}."));
        await world.MentionAsync(asker, channel, question);
        await world.SeesAsync(asker, "Only you see it there");
        return world.Slack.Messages.Single(one => one.Channel == channel && one.Text.StartsWith("Answered for", StringComparison.Ordinal));
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackShareTests(SlackWorld world)
{
    private const string Ask = "posted exactly so to";

    [Fact]
    public async Task An_answer_is_posted_to_its_channel_exactly_as_previewed_once_and_goes_away_with_its_share()
    {
        var (bob, alice, mallory) = (world.Person("bob"), world.Person("alice"), world.Person("mallory"));
        var channel = world.Channel(bob, alice, mallory);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var (asked, answer) = await AskAsync(bob, channel, "turnstone-1 <!channel> [x](https://a.example/)");
        var thread = ThreadOf(channel, asked);
        var lockedForAlice = (await AnswerOfAsync("alice", thread)).Text;

        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        var ask = await world.MessageAsync(bob, Ask);
        var preview = world.Slack.SeenBy(bob).Where(one => one.Channel == ask.Channel.Id && string.CompareOrdinal(one.Ts, answer.Ts) > 0 && one.Ts != ask.Ts).ToArray();
        var (before, asks) = (world.Slack.ScreenOf(mallory), ask.Shown());
        await Task.WhenAll(world.ClickAsync(bob, ask, SlackNotes.ShareNow), world.ClickAsync(bob, ask, SlackNotes.ShareNow));
        await world.SeesAsync(mallory, "turnstone-1");
        await world.SeesAsync(bob, "It is in the channel now. You can take it back in the web app.");
        var posted = world.Slack.SeenBy(mallory).Where(one => one.Author == world.Slack.Bot.Id && !one.Shown.Contains("Answered for", StringComparison.Ordinal)).ToArray();
        var (id, seenByAlice) = await AnswerOfAsync("alice", thread);
        var audit = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/audit?thread={thread}")).Ok().GetProperty("items").EnumerateArray().ToArray();
        var takenBack = await (await world.App.InBrowserAsync("bob")).SendAsync("DELETE", $"api/messages/{id}/share");

        Assert.All(posted, one => Assert.Equal((channel.Id, asked.Ts), (one.Channel, one.Thread)));
        Assert.Equal(preview.Select(static one => one.Shown), posted.Select(static one => one.Shown));
        Assert.Contains($"<#{channel.Id}>", asks, StringComparison.Ordinal);
        Assert.DoesNotContain("turnstone-1", before + lockedForAlice, StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", posted[0].Shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, takenBack.Status);
        Assert.Contains("turnstone-1", seenByAlice, StringComparison.Ordinal);
        Assert.Single(audit, static row => row.GetProperty("action").GetString() == "share" && row.GetProperty("decision").GetString() == "succeeded");
        Assert.DoesNotContain("turnstone-1", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.DoesNotContain("turnstone-1", (await AnswerOfAsync("alice", thread)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_asker_shares_an_answer_and_only_what_was_previewed_for_who_is_there()
    {
        var (bob, alice, late) = (world.Person("bob"), world.Person("alice"), world.Person("late"));
        var channel = world.Channel(bob, alice);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var (_, answer) = await AskAsync(bob, channel, "turnstone-2");
        var reference = ReferenceIn(answer);

        await world.ClickAsync(alice, answer, SlackNotes.ShareToChannel, reference);
        await world.SeesAsync(alice, "nothing here that you can see");
        await world.ClickAsync(alice, answer, SlackNotes.ShareNow, $"{reference} {new string('0', 64)}");
        await world.ClickAsync(bob, answer, SlackNotes.ShareNow, $"{reference} {new string('0', 64)}");
        await world.SeesAsync(bob, "not what you were shown any more");
        await world.ClickAsync(bob, answer, SlackNotes.ShareNow, "what");
        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        var ask = await world.MessageAsync(bob, Ask);
        channel.Members.Add(late);
        await world.ClickAsync(bob, ask, SlackNotes.ShareNow);
        await Waiting.UntilAsync(() => !world.Slack.SeenBy(bob).Any(one => one.Shown.Contains(Ask, StringComparison.Ordinal)));
        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        await world.MessageAsync(bob, Ask);

        Assert.DoesNotContain("turnstone-2", world.Slack.ScreenOf(alice) + world.Slack.ScreenOf(late), StringComparison.Ordinal);
        Assert.Null(await world.Of<SlackShares>().FindAsync(world.Team, await MessageOfAsync(reference), default));
    }

    [Fact]
    public async Task What_Slack_refuses_is_not_shared_and_what_it_cannot_delete_is_deleted_later()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var channel = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var (asked, answer) = await AskAsync(bob, channel, "turnstone-3");
        var message = await MessageOfAsync(ReferenceIn(answer));

        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        var first = await world.MessageAsync(bob, Ask);
        world.Slack.Fails("chat.postMessage", new FakeFailure.Error("restricted_action"));
        await world.ClickAsync(bob, first, SlackNotes.ShareNow);
        await world.SeesAsync(bob, "Slack did not take it");
        var refused = (await (await world.App.InBrowserAsync("bob")).SendAsync("GET", $"api/messages/{message}/share")).Ok().GetProperty("isShared").GetBoolean();
        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        await world.ClickAsync(bob, await world.MessageAsync(bob, Ask), SlackNotes.ShareNow);
        await world.SeesAsync(mallory, "turnstone-3");
        await world.SeesAsync(bob, "It is in the channel now");
        world.Slack.Fails("chat.delete", new FakeFailure.Cut(IsDone: false), new FakeFailure.Cut(IsDone: false));
        await (await world.App.InBrowserAsync("bob")).SendAsync("DELETE", $"api/messages/{message}/share");
        var away = world.Slack.ScreenOf(mallory);
        world.Slack.Fails("chat.delete", new FakeFailure.Error("token_revoked"));
        await world.Of<SweepSlack>().RunAsync(world.App.Durable, default);
        var revoked = world.Slack.ScreenOf(mallory);
        await world.Of<SweepSlack>().RunAsync(world.App.Durable, default);

        Assert.False(refused);
        Assert.Contains("turnstone-3", away, StringComparison.Ordinal);
        Assert.Contains("turnstone-3", revoked, StringComparison.Ordinal);
        Assert.DoesNotContain("turnstone-3", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.Equal(asked.Channel, channel);
    }

    private static string ReferenceIn(FakeMessage message) => Regex.Match(message.Shown(), "p[0-9a-f]{32}").Value;

    private string ThreadOf(FakeChannel channel, FakeMessage asked) => SlackPlaces.ThreadOf(world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts)).Value;

    private async Task<Ids.MessageId> MessageOfAsync(string reference) => (await world.Of<SlackCards>().FindAsync(world.Team, reference, default))!.Value;

    private async Task<(string Id, string Text)> AnswerOfAsync(string person, string thread)
    {
        var page = (await (await world.App.AsAsync(person)).SendAsync("GET", $"api/threads/{thread}/messages")).Ok();
        var last = page.GetProperty("items").EnumerateArray().Last(static one => one.GetProperty("from").GetString() != "person");
        return (last.GetProperty("id").GetString()!, last.GetRawText());
    }

    private async Task<(FakeMessage Asked, FakeMessage Answer)> AskAsync(FakePerson person, FakeChannel channel, string words)
    {
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say($"There are {words}."));
        var asked = await world.MentionAsync(person, channel, question);
        await world.SeesAsync(person, words.Split(' ')[0]);
        await world.SeesAsync(person, "Only you see it there");
        // The button is under the last message of the answer: a table has one of its own.
        return (asked, await world.MessageAsync(person, $"\"{SlackNotes.ShareToChannel}\""));
    }
}

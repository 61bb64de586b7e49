using System.Net;
using System.Text.RegularExpressions;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

/// <summary>A share of two messages, the text and its table. Slack takes the first and then does something else.</summary>
[Collection(SlackJourneys.Name)]
public sealed class SlackShareRetryTests(SlackWorld world)
{
    private const string Click = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_share_that_was_taken_back_between_two_attempts_is_not_shared_by_the_next()
    {
        var (bob, mallory, _, asked) = await AskAsync("knot-1");

        await HalfAsync(asked);
        var half = await SharedAsync(asked);
        await world.SeesAsync(mallory, "knot-1");
        var takenBack = await (await world.App.InBrowserAsync("bob")).SendAsync("DELETE", $"api/messages/{await MessageOfAsync(asked)}/share");
        var after = world.Slack.ScreenOf(mallory);
        await ShareAsync(asked);
        await world.SeesAsync(bob, "You took this share back");
        var (again, isShared) = (world.Slack.ScreenOf(mallory), await SharedAsync(asked));
        await ShareAsync(asked with { Nonce = new('b', 32) });

        Assert.True(half);
        Assert.Equal(HttpStatusCode.NoContent, takenBack.Status);
        Assert.DoesNotContain("knot-1", after + again, StringComparison.Ordinal);
        Assert.False(isShared);
        Assert.True(await SharedAsync(asked));
        Assert.Equal(2, PostedTo(mallory).Length);
    }

    [Fact]
    public async Task Attempts_of_one_click_post_each_message_once()
    {
        var (bob, mallory, _, asked) = await AskAsync("knot-2");

        await HalfAsync(asked);
        await ShareAsync(asked);
        await ShareAsync(asked);
        await world.SeesAsync(bob, "It is in the channel now");

        Assert.Equal(2, PostedTo(mallory).Length);
        Assert.True(await world.Of<SlackShares>().FindAsync(world.Team, await MessageOfAsync(asked), default) is { IsAll: true, IsOver: false, Posts.Length: 2 });
    }

    [Fact]
    public async Task What_was_posted_in_part_goes_away_when_the_readers_have_changed()
    {
        var (bob, mallory, channel, asked) = await AskAsync("knot-3");

        await HalfAsync(asked);
        channel.Members.Add(world.Person("late"));
        await ShareAsync(asked);
        await world.SeesAsync(bob, "not what you were shown any more");

        Assert.DoesNotContain("knot-3", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.False(await SharedAsync(asked));
    }

    [Fact]
    public async Task What_was_posted_in_part_goes_away_when_its_asker_may_not_post_any_more()
    {
        var (bob, mallory, _, asked) = await AskAsync("knot-4");

        await HalfAsync(asked);
        await world.UnlinkAsync("bob");
        await ShareAsync(asked);
        await world.SeesAsync(bob, "nothing here that you can see");
        var after = world.Slack.ScreenOf(mallory);
        await world.LinkAsync(bob, "bob");

        Assert.DoesNotContain("knot-4", after, StringComparison.Ordinal);
        Assert.False(await SharedAsync(asked));
        Assert.Equal("refused", await OutcomeAsync(asked));
    }

    [Fact]
    public async Task What_was_posted_in_part_goes_away_when_the_retries_run_out()
    {
        var (bob, mallory, _, asked) = await AskAsync("knot-8");

        await HalfAsync(asked);
        await world.SeesAsync(mallory, "knot-8");
        await UntilDoneAsync(() => world.Of<SlackSharing>().GiveUpAsync(asked, default));
        await world.SeesAsync(bob, "could not be posted for a whole day");
        await ShareAsync(asked);

        Assert.DoesNotContain("knot-8", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.False(await SharedAsync(asked));
        Assert.Equal("failed", await OutcomeAsync(asked));
    }

    [Fact]
    public async Task What_a_killed_attempt_posted_goes_away_also_after_a_later_click()
    {
        var (_, mallory, _, asked) = await AskAsync("knot-9");

        await HalfAsync(asked);
        var share = (await world.Of<SlackShares>().FindAsync(world.Team, await MessageOfAsync(asked), default))!;
        // As if the process had ended before it stored the second message.
        var lost = SlackShareEnding.KeyOf(share.Turn!, Click, 1);
        await Waiting.UntilAsync(async () => await world.Of<SlackPosts>().PostOnceAsync(share.Place, lost, SlackNotes.Refusal("knot-9 lost"), default) is SlackOutcome<SlackPosted>.Done);
        await (await world.App.InBrowserAsync("bob")).SendAsync("DELETE", $"api/messages/{await MessageOfAsync(asked)}/share");
        await ShareAsync(asked with { Nonce = new('c', 32) });
        var before = world.Slack.ScreenOf(mallory);
        world.Slack.Fails("chat.delete", new FakeFailure.Cut(IsDone: false), new FakeFailure.Cut(IsDone: false));
        await ShareAsync(asked);

        Assert.Contains("knot-9 lost", before, StringComparison.Ordinal);
        Assert.DoesNotContain("knot-9 lost", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.Equal(2, PostedTo(mallory).Length);
    }

    [Fact]
    public async Task What_Slack_refuses_to_search_for_goes_away_later()
    {
        var (_, mallory, _, asked) = await AskAsync("cleat-1");

        await HalfAsync(asked);
        var (shares, answer) = (world.Of<SlackShares>(), await MessageOfAsync(asked));
        var share = (await shares.FindAsync(world.Team, answer, default))!;
        // As if the response to the second message had been lost.
        var lost = SlackShareEnding.KeyOf(share.Turn!, Click, 1);
        await Waiting.UntilAsync(async () => await world.Of<SlackClient>().PostAsync(share.Place, SlackNotes.Refusal("cleat-1 lost"), lost, default) is SlackOutcome<SlackPosted>.Done);
        world.Slack.Fails("conversations.replies", new FakeFailure.Error("missing_scope"));
        await UntilDoneAsync(() => world.Of<SlackSharing>().GiveUpAsync(asked, default));
        var (before, open) = (world.Slack.ScreenOf(mallory), await shares.FindAsync(world.Team, answer, default));
        await world.Of<SlackShareEnding>().SweepAsync(world.Team, default);

        Assert.Contains("cleat-1 lost", before, StringComparison.Ordinal);
        Assert.True(open is { IsTakenBack: true, IsUnseen: true, IsOver: false });
        Assert.DoesNotContain("cleat-1", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.True(await shares.FindAsync(world.Team, answer, default) is { IsUnseen: false, IsOver: true });
    }

    [Fact]
    public async Task The_row_of_a_share_that_is_over_is_deleted_after_the_retries_of_its_click()
    {
        var (_, _, _, asked) = await AskAsync("cleat-2");
        await HalfAsync(asked);
        await UntilDoneAsync(() => world.Of<SlackSharing>().GiveUpAsync(asked, default));
        var (time, answer) = (new ManualTime(), await MessageOfAsync(asked));
        var shares = new SlackShares(world.Of<SlackSwitch>(), world.Of<Onbehalf.Storage.Tables>(), world.Of<SlackClient>(), time);

        async Task<SlackShare?> LaterAsync(TimeSpan by)
        {
            time.Advance(by);
            Assert.DoesNotContain(await shares.SweepTakenBackAsync(world.Team, default).ToListAsync(), share => share.Answer == answer);
            return await shares.FindAsync(world.Team, answer, default);
        }

        Assert.True(await LaterAsync(TimeSpan.FromDays(2)) is { IsOver: true });
        Assert.Null(await LaterAsync(TimeSpan.FromDays(2)));
    }

    [Fact]
    public async Task What_Slack_refuses_in_part_is_not_shared_by_another_attempt_either()
    {
        var (bob, mallory, _, asked) = await AskAsync("knot-5");

        world.Slack.Fails("chat.postMessage", new FakeFailure.Warning("missing_charset"), new FakeFailure.Error("restricted_action"));
        await ShareAsync(asked);
        await world.SeesAsync(bob, "Slack did not take it");
        await ShareAsync(asked);

        Assert.DoesNotContain("knot-5", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.False(await SharedAsync(asked));
    }

    [Fact]
    public async Task Nobody_posts_what_rests_on_somebody_elses_share()
    {
        var (bob, alice, mallory) = (world.Person("bob"), world.Person("alice"), world.Person("mallory"));
        var channel = world.Channel(bob, alice, mallory);
        await world.LinkAsync(bob, "bob");
        await world.LinkAsync(alice, "alice");
        var (root, answer) = await AnswerAsync(bob, channel, "knot-6", null, Sql.Company(Sql.Deals), PuppetLine.Say("There are knot-6."));
        var message = await world.Of<SlackCards>().FindAsync(world.Team, Regex.Match(answer.Shown(), "p[0-9a-f]{32}").Value, default);
        await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/threads/{message!.Value.Thread}/messages");
        var browser = await world.App.InBrowserAsync("bob");
        var preview = (await browser.SendAsync("GET", $"api/messages/{message}/share")).Ok().GetProperty("previewHash").GetString();
        (await browser.SendAsync("POST", $"api/messages/{message}/share", new { previewHash = preview })).Ok();

        var (_, derived) = await AnswerAsync(alice, channel, "knot-7", root.Ts, PuppetLine.Say("Bob has knot-7."));
        await world.ClickAsync(alice, derived, SlackNotes.ShareToChannel);
        await world.SeesAsync(alice, "rests on what somebody else shared");

        Assert.DoesNotContain("knot-7", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
    }

    private SeenMessage[] PostedTo(FakePerson reader) =>
        [.. world.Slack.SeenBy(reader).Where(one => one.Author == world.Slack.Bot.Id && !one.Shown.Contains("Answered for", StringComparison.Ordinal))];

    private async Task<Ids.MessageId> MessageOfAsync(SlackShareAsked asked) => (await world.Of<SlackCards>().FindAsync(world.Team, asked.Reference, default))!.Value;

    private async Task<bool> SharedAsync(SlackShareAsked asked) =>
        (await (await world.App.InBrowserAsync("bob")).SendAsync("GET", $"api/messages/{await MessageOfAsync(asked)}/share")).Ok().GetProperty("isShared").GetBoolean();

    /// <summary>Returns the decision in the audit after the intent.</summary>
    private async Task<string?> OutcomeAsync(SlackShareAsked asked)
    {
        var message = await MessageOfAsync(asked);
        var rows = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/audit?thread={message.Thread}")).Ok().GetProperty("items").EnumerateArray();
        var outcome = rows.Single(static row => row.At("action") == "share" && row.At("decision") != "allowed");
        return outcome.At("decision");
    }

    private Task AttemptAsync(SlackShareAsked asked) => world.Of<SlackSharing>().ShareAsync(asked, world.App.Url, default);

    /// <summary>Posts the first of two messages.</summary>
    private async Task HalfAsync(SlackShareAsked asked)
    {
        world.Slack.Fails("chat.postMessage", new FakeFailure.Warning("missing_charset"), new FakeFailure.TooMany("1"));
        await Assert.ThrowsAsync<HttpRequestException>(() => AttemptAsync(asked));
    }

    private Task ShareAsync(SlackShareAsked asked) => UntilDoneAsync(() => AttemptAsync(asked));

    /// <summary>Retries while Slack is unavailable.</summary>
    private static Task UntilDoneAsync(Func<Task> attempt) => Waiting.UntilAsync(async () =>
    {
        try
        {
            await attempt();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    private async Task<(FakePerson Bob, FakePerson Mallory, FakeChannel Channel, SlackShareAsked Asked)> AskAsync(string word)
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var channel = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var (_, answer) = await AnswerAsync(bob, channel, word, null, Sql.Company(Sql.Deals), PuppetLine.Say($"There are {word}."));
        await world.ClickAsync(bob, answer, SlackNotes.ShareToChannel);
        var value = Regex.Match((await world.MessageAsync(bob, "posted exactly so to")).Shown(), "(p[0-9a-f]{32}) ([0-9a-f]{64})").Groups;
        return (bob, mallory, channel, new(world.Team, SlackUserId.Parse(bob.Id), value[1].Value, value[2].Value, Click));
    }

    private async Task<(FakeMessage Asked, FakeMessage Answer)> AnswerAsync(FakePerson person, FakeChannel channel, string word, string? thread, params PuppetLine[] lines)
    {
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(lines);
        var asked = await world.MentionAsync(person, channel, question, thread);
        await world.SeesAsync(person, word);
        await world.SeesAsync(person, "Only you see it there");
        return (asked, await world.MessageAsync(person, $"\"{SlackNotes.ShareToChannel}\""));
    }
}

using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

/// <summary>Confirmation buttons in Slack, for a workspace that signs in through the issuer of its people.</summary>
public sealed class SlackConfirmTests(ConfirmingSlack slack) : IClassFixture<ConfirmingSlack>
{
    private const decimal Wanted = 4711.25m;

    private readonly SlackWorld _world = slack.World;

    [Fact]
    public async Task Its_speaker_approves_a_call_with_a_click_and_it_is_done_once()
    {
        var (bob, mallory, card, deal, thread) = await AskAsync("heron-1");
        var before = await _world.Company.AmountAsync(deal);
        var shown = card.Shown();
        var folded = card.Blocks!.Where(static block => block!["text"]?["text"]?.GetValue<string>().Contains("```", StringComparison.Ordinal) == true && block["expand"]?.GetValue<bool>() != true).ToArray();

        await Task.WhenAll(_world.ClickAsync(bob, card, SlackNotes.ApproveCall), _world.ClickAsync(bob, card, SlackNotes.ApproveCall));
        await _world.SeesAsync(bob, "heron-1");
        await Waiting.UntilAsync(() => !card.Shown().Contains(SlackNotes.ApproveCall, StringComparison.Ordinal));
        var audit = await _world.App.AuditAsync("bob", $"thread={thread}");

        Assert.NotEqual(Wanted, before);
        Assert.Equal(Wanted, await _world.Company.AmountAsync(deal));
        Assert.StartsWith("D", card.Channel.Id, StringComparison.Ordinal);
        Assert.Contains("4711.25", shown, StringComparison.Ordinal);
        Assert.Empty(folded);
        Assert.DoesNotContain("4711.25", _world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
        Assert.Contains(audit, row => row.At("action") == "confirmation" && row.At("reason") == "Approved"
            && row.At("details", "team") == _world.Slack.Team && row.At("details", "user") == bob.Id && row.At("subject", "name") == "Bob");
        Assert.Single(audit, static row => row.At("tool") == "change_data" && row.At("decision") == "succeeded");
    }

    [Fact]
    public async Task Nobody_else_decides_and_no_altered_or_used_button_does()
    {
        var (bob, mallory, card, deal, thread) = await AskAsync("heron-2");
        var (before, dan) = (await _world.Company.AmountAsync(deal), _world.Person("dan"));
        await _world.LinkAsync(mallory, "mallory");
        var value = Regex.Match(card.Shown(), "C[A-Z0-9]+ [0-9.]+ [^ \"]+-c[0-9]+-[0-9]+ [0-9]+ [0-9a-f]{64}").Value;

        // Copies of the button.
        await _world.ClickAsync(mallory, card, SlackNotes.ApproveCall, value);
        await _world.SeesAsync(mallory, "nothing here that you can see");
        await _world.ClickAsync(dan, card, SlackNotes.ApproveCall, value);
        await _world.SeesAsync(dan, "nothing here that you can see");
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall, "what");
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall, $"{value[..^64]}{new string('0', 64)}");
        await _world.SeesAsync(bob, "nothing was decided");
        _world.Slack.Reload(bob);
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall, Regex.Replace(value, "[0-9]+(?= [0-9a-f]{64}$)", "7"));
        await _world.SeesAsync(bob, "nothing was decided");
        var waiting = card.Shown();
        await _world.ClickAsync(bob, card, SlackNotes.DeclineCall);
        await _world.SeesAsync(bob, "You declined this step");
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall, value);
        await _world.SeesAsync(bob, "decided already");
        await _world.SeesAsync(bob, "heron-2");

        Assert.Contains(SlackNotes.ApproveCall, waiting, StringComparison.Ordinal);
        Assert.Equal(before, await _world.Company.AmountAsync(deal));
        Assert.Contains(await _world.App.AuditAsync("mallory", $"thread={thread}&decision=denied"), static row => row.At("reason") == "not-the-speaker");
    }

    [Theory]
    [InlineData(true, SlackWords.Approved)]
    [InlineData(false, SlackWords.Declined)]
    public async Task A_card_whose_call_is_decided_in_the_web_app_says_so(bool isYes, string words)
    {
        var (_, _, card, _, thread) = await AskAsync(isYes ? "heron-7" : "heron-8");
        var (_, turn) = await AskedAsync(thread);

        (await (await _world.App.InBrowserAsync("bob")).DecideAsync(await _world.App.CardAsync("bob", turn.Value), isYes)).Ok();
        await Waiting.UntilAsync(() => card.Text == words);

        Assert.Equal(words, $"{Assert.Single(card.Blocks!)!["text"]!["text"]}");
    }

    [Fact]
    public async Task A_card_of_a_stopped_question_says_so_even_if_its_delivery_ended_before()
    {
        var (bob, _, card, _, thread) = await AskAsync("heron-9");
        var (message, turn) = await AskedAsync(thread);
        var (asks, lost, before) = (_world.Of<SlackAsks>(), SlackNotes.Refusal("the card of a delivery that ended"), new ManualTime());
        before.Advance(-2 * SlackPosts.Attempt);
        var posts = new SlackPosts(_world.Of<SlackClient>(), _world.Of<Onbehalf.Storage.Tables>().Slack, before);

        var ask = new SlackAsk(turn, (await _world.App.CardAsync("bob", turn.Value)).CallId, 0, "hash");
        await (await _world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        await Waiting.UntilAsync(() => card.Text == SlackWords.StoppedBefore);
        // A reply in direct messages, whose post was not acknowledged.
        var there = new SlackPlace(_world.Team, SlackChannelId.Parse(card.Channel.Id), SlackTs.Parse(card.Ts));
        _world.Slack.FailsAbout("chat.postMessage", lost.Text, new FakeFailure.Cut(IsDone: true));
        await asks.AddAsync(there, message, ask, default);
        await posts.PostOnceAsync(there, ask.Key, lost, default);
        var left = await _world.MessageAsync(bob, lost.Text);
        _world.Slack.FailsAbout("chat.update", left.Ts, new FakeFailure.TooMany("1"));
        await asks.SweepAsync(default);
        var (limited, waiting) = (left.Text, await asks.AskedAsync(turn, default));
        await Waiting.UntilAsync(async () =>
        {
            await asks.SweepAsync(default);
            return left.Text == SlackWords.StoppedBefore;
        });

        Assert.Equal(lost.Text, limited);
        Assert.Equal((message.Channel, message.Ts), Assert.Single(waiting));
        Assert.Empty(await asks.AskedAsync(turn, default));
    }

    [Fact]
    public async Task A_card_whose_row_has_expired_is_forgotten_and_stays_as_it_is()
    {
        var (bob, _, card, _, thread) = await AskAsync("heron-11");
        var (message, turn) = await AskedAsync(thread);
        var (asks, posts, old) = (_world.Of<SlackAsks>(), _world.Of<SlackPosts>(), SlackNotes.Refusal("the card of an expired row"));
        // Of a turn that nobody delivers.
        var ask = new SlackAsk(new TurnId(new MessageId(turn.Thread, turn.Seq + 1000), null), "call", 0, "hash");
        var there = new SlackPlace(_world.Team, SlackChannelId.Parse(card.Channel.Id));
        var age = new Azure.Data.Tables.TableEntity(_world.Team.Value, SlackKeys.Ask(ask.Turn, ask.Key.Value)) { ["At"] = DateTimeOffset.UtcNow.AddDays(-8) };

        await posts.PostOnceAsync(there, ask.Key, old, default);
        var left = await _world.MessageAsync(bob, old.Text);
        await asks.AddAsync(there, message, ask, default);
        await _world.Of<Onbehalf.Storage.Tables>().Slack.UpsertEntityAsync(age, Azure.Data.Tables.TableUpdateMode.Merge);
        await asks.SweepAsync(default);

        Assert.Equal(old.Text, left.Text);
        Assert.Empty(await asks.AskedAsync(ask.Turn, default));
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_stop_neither_a_delivery_nor_a_sweep_nor_a_decision()
    {
        var (_, _, card, _, thread) = await AskAsync("heron-12");
        var (message, turn) = await AskedAsync(thread);
        var without = new Dictionary<string, string?> { ["ONBEHALF_TABLE_PREFIX"] = "absent" };
        var absent = new Onbehalf.Storage.Tables(new ConfigurationBuilder().AddConfiguration(_world.Of<IConfiguration>()).AddInMemoryCollection(without).Build());
        var turns = new Onbehalf.Turns.TurnStore(absent, _world.Of<Onbehalf.Vault.PersonSeal>(), _world.Of<Onbehalf.Turns.TurnCache>());
        var asks = new SlackAsks(_world.Of<SlackSwitch>(), _world.Of<Onbehalf.Storage.Tables>(), _world.Of<SlackPosts>(), turns, TimeProvider.System);

        await asks.SettleAsync(turn, default);
        await asks.SweepAsync(default);
        var lost = new SlackAsks(_world.Of<SlackSwitch>(), absent, _world.Of<SlackPosts>(), turns, TimeProvider.System);
        await new SlackWake(_world.Of<SlackSwitch>(), _world.Of<SlackPlaces>(), lost).RaiseAsync(null!, (await _world.Of<Onbehalf.Turns.TurnStore>().FindAsync(turn, default))!, default);

        Assert.Equal((message.Channel, message.Ts), Assert.Single(await asks.AskedAsync(turn, default)));
        Assert.Contains(SlackNotes.ApproveCall, card.Shown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_a_click_could_not_replace_is_replaced_later()
    {
        var (bob, _, card, _, _) = await AskAsync("heron-10");

        _world.Slack.Fails("chat.update", new FakeFailure.Html(502, IsDone: false), new FakeFailure.Html(502, IsDone: false));
        await _world.ClickAsync(bob, card, SlackNotes.DeclineCall);

        // The delivery replaces it, or else the sweep.
        await Waiting.UntilAsync(async () =>
        {
            await _world.Of<SlackAsks>().SweepAsync(default);
            return card.Text == SlackWords.Declined;
        });
    }

    [Fact]
    public async Task A_person_of_another_issuer_confirms_in_the_web_app()
    {
        var (bob, _, card, deal, _) = await AskAsync("heron-3");
        var before = await _world.Company.AmountAsync(deal);

        await _world.LinkAsync(bob, "bob", static link => link with { Person = link.Person with { ProviderId = "elsewhere" } });
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall);
        await _world.SeesAsync(bob, "Confirm this step in the web app");
        await _world.LinkAsync(bob, "bob");
        await _world.ClickAsync(bob, card, SlackNotes.DeclineCall);
        await _world.SeesAsync(bob, "You declined this step");

        Assert.Equal(before, await _world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task An_owner_who_needs_no_single_sign_on_confirms_in_the_web_app()
    {
        var (bob, _, card, deal, _) = await AskAsync("heron-4");
        var before = await _world.Company.AmountAsync(deal);

        bob.IsOwner = true;
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall);
        await _world.SeesAsync(bob, "Confirm this step in the web app");
        bob.IsOwner = false;
        // Slack does not say who clicks.
        _world.Slack.Fails("users.info", new FakeFailure.Error("missing_scope"));
        _world.Slack.Reload(bob);
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall);
        await _world.SeesAsync(bob, "Confirm this step in the web app");
        var waiting = card.Shown();
        await _world.ClickAsync(bob, card, SlackNotes.DeclineCall);
        await _world.SeesAsync(bob, "You declined this step");
        var owner = _world.Person("owner");
        owner.IsOwner = true;
        await AskAsync("heron-5", owner, "See what it does");

        Assert.Contains(SlackNotes.ApproveCall, waiting, StringComparison.Ordinal);
        Assert.DoesNotContain(SlackNotes.ApproveCall, _world.Slack.ScreenOf(owner), StringComparison.Ordinal);
        Assert.Equal(before, await _world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task The_speaker_is_no_stranger_while_Slack_does_not_say_who_is_in_the_channel()
    {
        var (bob, _, card, _, thread) = await AskAsync("heron-6");

        var (rooms, channel) = (_world.Of<SlackRooms>(), (await _world.Of<SlackPlaces>().FindAsync(ThreadId.Parse(thread), default))!.Channel);
        rooms.Forget(_world.Team, channel);
        _world.Slack.Fails("conversations.info", new FakeFailure.Error("missing_scope"));
        await _world.ClickAsync(bob, card, SlackNotes.ApproveCall);
        await _world.SeesAsync(bob, SlackWords.Unclear);
        var waiting = card.Shown();
        rooms.Forget(_world.Team, channel);
        await _world.ClickAsync(bob, card, SlackNotes.DeclineCall);
        await _world.SeesAsync(bob, "You declined this step");

        Assert.Contains(SlackNotes.ApproveCall, waiting, StringComparison.Ordinal);
        Assert.DoesNotContain(await _world.App.AuditAsync("bob", $"thread={thread}"), static row => row.At("reason") == "not-the-speaker");
    }

    [Fact]
    public async Task A_link_ends_with_the_sign_ins_of_its_person()
    {
        var erin = _world.Person("erin");
        await _world.LinkAsync(erin, "erin");
        var (links, offboard) = (_world.Of<SlackLinks>(), _world.Of<Offboard>());
        // As after a sign-in: signals are only about people who have used the app.
        await _world.Of<Onbehalf.Storage.Tables>().People.UpsertEntityAsync(PersonRow.Of((await links.FindAsync(_world.Team, SlackUserId.Parse(erin.Id), default))!.Person));

        await offboard.HearAsync(new("test", _world.App.SubjectOf("erin"), SignalKind.SessionsRevoked, null), default);
        await offboard.FollowUpAsync(_world.App.SubjectOf("erin"), default);

        Assert.Null(await links.FindAsync(_world.Team, SlackUserId.Parse(erin.Id), default));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("two-tenants")]
    public void The_issuer_is_one_of_the_deployment_with_one_tenant(string id)
    {
        const string Entra = """{"id":"two-tenants","issuer":"https://login.microsoftonline.com/common/v2.0","audience":"a","tenants":["t1","t2"],"directory":{"kind":"graph"}}""";
        var settings = new Dictionary<string, string?>
        {
            ["ONBEHALF_SLACK_TEAM"] = "T0TEAM",
            ["ONBEHALF_SLACK_SIGNING_SECRET"] = SlackWorld.SigningSecret,
            ["ONBEHALF_SLACK_CONFIRM_ISSUER"] = id,
            ["ONBEHALF_ISSUERS"] = $"[{Entra}]",
        };

        var refused = Assert.Throws<InvalidOperationException>(() => SlackWorkspace.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.StartsWith("ONBEHALF_SLACK_CONFIRM_ISSUER", refused.Message, StringComparison.Ordinal);
    }

    private async Task<(SlackMessage Message, TurnId Turn)> AskedAsync(string thread)
    {
        var place = (await _world.Of<SlackPlaces>().FindAsync(ThreadId.Parse(thread), default))!;
        var heard = (await _world.Of<HeardMessages>().FindAsync(_world.Team, place.Channel, place.Root, default))!;
        return (heard.Message, heard.Turn!.Value);
    }

    private async Task<(FakePerson Bob, FakePerson Mallory, FakeMessage Card, int Deal, string Thread)> AskAsync(
        string word, FakePerson? asker = null, string card = SlackNotes.ApproveCall)
    {
        var (bob, mallory, deal) = (asker ?? _world.Person("bob"), _world.Person("mallory"), await _world.Company.DealOfBobAsync());
        var channel = _world.Channel(bob, mallory);
        await _world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("change the deal");
        _world.Puppet.When(question).Reply(Sql.SetAmount(deal, Wanted), PuppetLine.Say(word));
        var asked = await _world.MentionAsync(bob, channel, question);
        var seen = await _world.MessageAsync(bob, card);
        var thread = SlackPlaces.ThreadOf(_world.Team, SlackChannelId.Parse(channel.Id), SlackTs.Parse(asked.Ts)).Value;
        return (bob, mallory, seen, deal, thread);
    }
}

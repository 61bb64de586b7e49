using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Tests.Slack;

/// <summary>The fake shows each person what Slack would, which the tests depend on.</summary>
public sealed class FakeSlackTests
{
    public static TheoryData<string, string> WhoSees => new()
    {
        { "message in a public channel", "alice bob mallory" },
        { "message in a private channel", "bob" },
        { "direct message", "bob" },
        { "ephemeral", "bob" },
        { "ephemeral in a thread without replies", "" },
        { "ephemeral in a thread with replies", "bob" },
        { "ephemeral to somebody who is away", "" },
        { "ephemeral after a reload", "" },
        { "running stream in a channel", "bob" },
        { "finished stream in a channel", "alice bob mallory" },
        { "stream in direct messages", "bob" },
    };

    [Theory]
    [MemberData(nameof(WhoSees))]
    public async Task Each_person_sees_what_is_for_them(string what, string who)
    {
        await using var stage = await SlackStage.OpenAsync();
        var mallory = stage.Slack.Person("mallory");
        var guest = stage.Slack.Person("guest", FakePersonKind.Guest);

        await ShowAsync(stage, what);

        var seeing = new[] { stage.Alice, stage.Bob, mallory, guest }.Where(one => stage.Slack.ScreenOf(one).Contains("later: word", StringComparison.Ordinal)).Select(static one => one.Name);
        Assert.Equal(who, string.Join(' ', seeing));
    }

    [Fact]
    public async Task A_pane_is_for_the_one_who_opened_it_and_only_at_once()
    {
        await using var stage = await SlackStage.OpenAsync();
        var place = stage.Place(stage.Deals);
        await stage.Client.PostAsync(place, SlackNotes.Card(SlackStage.User(stage.Bob), stage.Time.GetUtcNow(), "r1", new Uri("https://onbehalf.example/o/r1")), null, default);
        var card = stage.Slack.Messages.Single();
        var pane = SlackNotes.Pane("r1", new Uri("https://onbehalf.example/o/r1"), "Answer for Bob", "later: word");

        var mine = $"{stage.Slack.Opens(stage.Bob, card)["event"]!["trigger_id"]}";
        var late = $"{stage.Slack.Opens(stage.Alice, card)["event"]!["trigger_id"]}";
        var shown = await stage.Client.PresentAsync(place.Team, mine, pane, default);
        var replayed = await stage.Client.PresentAsync(place.Team, mine, pane, default);
        stage.Time.Advance(TimeSpan.FromSeconds(10));
        var expired = await stage.Client.PresentAsync(place.Team, late, pane, default);

        Assert.IsType<SlackOutcome<SlackNone>.Done>(shown);
        Assert.Equal("invalid_trigger_id", Assert.IsType<SlackOutcome<SlackNone>.Refused>(replayed).Code);
        Assert.Equal("trigger_expired", Assert.IsType<SlackOutcome<SlackNone>.Refused>(expired).Code);
        Assert.Contains("later: word", stage.Slack.ScreenOf(stage.Bob), StringComparison.Ordinal);
        Assert.DoesNotContain("later: word", stage.Slack.ScreenOf(stage.Alice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("archived", "is_archived")]
    [InlineData("private without the bot", "channel_not_found")]
    [InlineData("public without the bot", "not_in_channel")]
    public async Task A_channel_that_is_closed_to_the_bot_refuses(string channel, string code)
    {
        await using var stage = await SlackStage.OpenAsync();
        var closed = stage.Slack.Channel("closed", channel.StartsWith("private", StringComparison.Ordinal) ? FakeChannelKind.Private : FakeChannelKind.Public, stage.Bob);
        if (channel == "archived")
        {
            closed.Members.Add(stage.Slack.Bot);
            closed.IsArchived = true;
        }

        var outcome = await stage.Client.PostAsync(stage.Place(closed), SlackPost.Of("hello"), null, default);

        Assert.Equal(code, Assert.IsType<SlackOutcome<SlackPosted>.Refused>(outcome).Code);
    }

    [Fact]
    public async Task A_mention_comes_as_two_events_and_from_a_channel_without_the_bot_as_one()
    {
        await using var stage = await SlackStage.OpenAsync();
        var far = stage.Slack.Channel("far", FakeChannelKind.Public, stage.Bob);
        var text = $"<@{stage.Slack.Bot.Id}> top deals?";

        Assert.Equal(["app_mention", "message"], stage.Slack.Say(stage.Bob, stage.Deals, text).Events.Select(static one => $"{one["event"]!["type"]}"));
        Assert.Equal(["app_mention"], stage.Slack.Say(stage.Bob, far, text).Events.Select(static one => $"{one["event"]!["type"]}"));
        Assert.Empty(stage.Slack.Say(stage.Bob, far, "hello").Events);
        Assert.Equal("im", $"{stage.Slack.Say(stage.Bob, stage.Direct, "hello").Events.Single()["event"]!["channel_type"]}");
    }

    private static async Task ShowAsync(SlackStage stage, string what)
    {
        var secret = stage.Slack.Channel("secret", FakeChannelKind.Private, stage.Bob, stage.Slack.Bot);
        var root = stage.Slack.Say(stage.Alice, stage.Deals, "root").Message.Ts;
        if (what.EndsWith("with replies", StringComparison.Ordinal))
            stage.Slack.Say(stage.Alice, stage.Deals, "reply", root);
        stage.Bob.IsOnline = !what.EndsWith("away", StringComparison.Ordinal);
        var thread = what.Contains("in a thread", StringComparison.Ordinal);
        var (client, bob) = (stage.Client, SlackStage.User(stage.Bob));
        switch (what)
        {
            case "message in a public channel":
                await client.PostAsync(stage.Place(stage.Deals), SlackPost.Of("later: word"), null, default);
                break;
            case "message in a private channel":
                await client.PostAsync(stage.Place(secret), SlackPost.Of("later: word"), null, default);
                break;
            case "direct message":
                await client.PostAsync(stage.Place(stage.Direct), SlackPost.Of("later: word"), null, default);
                break;
            case var stream when stream.Contains("stream", StringComparison.Ordinal):
                var place = stream.EndsWith("messages", StringComparison.Ordinal) ? stage.Asked() : stage.Place(stage.Deals, root);
                var started = Assert.IsType<SlackOutcome<SlackPosted>.Done>(await client.StartStreamAsync(place, bob, [new SlackChunk.Words("first ")], default));
                await client.AppendStreamAsync(place, started.Value.Ts, [new SlackChunk.Words("later: word")], default);
                if (stream.StartsWith("finished", StringComparison.Ordinal))
                    await client.StopStreamAsync(place, started.Value.Ts, [], SlackPostKey.Of("k"), null, default);
                break;
            default:
                await client.WhisperAsync(stage.Place(stage.Deals, thread ? root : null), bob, SlackPost.Of("later: word"), default);
                break;
        }

        if (what.EndsWith("reload", StringComparison.Ordinal))
            stage.Slack.Reload(stage.Bob);
    }
}

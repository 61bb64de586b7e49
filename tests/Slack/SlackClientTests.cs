using System.Text.Json;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Slack;

public sealed class SlackClientTests
{
    private static readonly SlackPost Hello = SlackPost.Of("hello");

    public static TheoryData<string, string> Failures => new()
    {
        { "429 of a day", "RateLimited 00:05:00" },
        { "429 without a time", "RateLimited 00:00:30" },
        { "429 of nonsense", "RateLimited 00:00:30" },
        { "429 of the past", "RateLimited 00:00:01" },
        { "HTML 502, not done", "Unreachable True" },
        { "HTML 404", "Refused unreadable" },
        { "cut", "Unreachable True" },
        { "missing_scope", "Refused missing_scope channels:history" },
        { "an error that is no code", "Refused unreadable" },
        { "internal_error", "Unreachable True" },
        { "2 MB", "Unreachable True" },
        { "ok with a warning", "Done missing_charset" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_way_to_fail_is_one_of_four_outcomes(string way, string expected)
    {
        await using var stage = await SlackStage.OpenAsync();
        stage.Slack.Fails("chat.postMessage", way switch
        {
            "429 of a day" => new FakeFailure.TooMany("86400"),
            "429 without a time" => new FakeFailure.TooMany(null),
            "429 of nonsense" => new FakeFailure.TooMany("soon"),
            "429 of the past" => new FakeFailure.TooMany("Sun, 06 Nov 1994 08:49:37 GMT"),
            "HTML 502, not done" => new FakeFailure.Html(502, IsDone: false),
            "HTML 404" => new FakeFailure.Html(404, IsDone: false),
            "cut" => new FakeFailure.Cut(IsDone: false),
            "missing_scope" => new FakeFailure.Error("missing_scope", "channels:history"),
            "an error that is no code" => new FakeFailure.Error("<script>"),
            "internal_error" => new FakeFailure.Error("internal_error"),
            "2 MB" => new FakeFailure.Huge(),
            _ => new FakeFailure.Warning("missing_charset"),
        });

        var outcome = await stage.Client.PostAsync(stage.Place(stage.Deals), Hello, null, default);

        Assert.Equal(expected, Text(outcome));
        Assert.Equal(1, stage.Slack.CallsOf("chat.postMessage"));
    }

    [Fact]
    public async Task A_429_silences_its_method_for_its_team_and_nothing_else_until_its_time_is_over()
    {
        await using var stage = await SlackStage.OpenAsync();
        stage.Slack.Fails("chat.postMessage", new FakeFailure.TooMany("20"));
        var place = stage.Place(stage.Deals);
        await stage.Client.PostAsync(place, Hello, null, default);

        var silenced = await stage.Client.PostAsync(place, Hello, null, default);
        var other = await stage.Client.ChannelAsync(place.Team, place.Channel, default);
        stage.Time.Advance(TimeSpan.FromSeconds(21));
        var later = await stage.Client.PostAsync(place, Hello, null, default);

        Assert.IsType<SlackOutcome<SlackPosted>.RateLimited>(silenced);
        Assert.IsType<SlackOutcome<SlackChannelState>.Done>(other);
        Assert.IsType<SlackOutcome<SlackPosted>.Done>(later);
        Assert.Equal(2, stage.Slack.CallsOf("chat.postMessage"));
        Assert.Null(stage.Rates.WaitOf("chat.postMessage", SlackTeamId.Parse("T0OTHER")));
    }

    [Fact]
    public async Task What_changes_nothing_is_asked_once_more_and_a_post_is_not()
    {
        await using var stage = await SlackStage.OpenAsync();
        stage.Slack.Fails("conversations.info", new FakeFailure.Html(502, IsDone: false));
        stage.Slack.Fails("chat.postMessage", new FakeFailure.Html(502, IsDone: true));
        var place = stage.Place(stage.Deals);

        Assert.IsType<SlackOutcome<SlackChannelState>.Done>(await stage.Client.ChannelAsync(place.Team, place.Channel, default));
        Assert.IsType<SlackOutcome<SlackPosted>.Unreachable>(await stage.Client.PostAsync(place, Hello, null, default));
        Assert.Equal(1, stage.Slack.CallsOf("chat.postMessage"));
    }

    [Fact]
    public async Task A_closed_door_is_told_from_a_lost_answer()
    {
        var settings = new SlackWebSettings(new Uri("http://127.0.0.1:1/api/"), new SecretText("xoxb-1"));
        var client = new SlackClient(new SlackTransport(SlackTransport.Client(), settings, new SlackRates(TimeProvider.System)));

        var outcome = await client.PostAsync(new(SlackTeamId.Parse("T1"), SlackChannelId.Parse("C1")), Hello, null, default);

        Assert.False(Assert.IsType<SlackOutcome<SlackPosted>.Unreachable>(outcome).MayBeDone);
    }

    [Fact]
    public async Task Nothing_that_is_posted_unfurls_or_looks_up_names()
    {
        await using var stage = await SlackStage.OpenAsync();

        await stage.Client.PostAsync(stage.Place(stage.Deals), Hello, SlackPostKey.Of("k"), default);

        var arguments = stage.Slack.Calls.Single().Arguments;
        Assert.Equal(("false", "false", "none", "false"), (arguments["unfurl_links"], arguments["unfurl_media"], arguments["parse"], arguments["link_names"]));
        Assert.DoesNotContain("as_user", arguments.Keys);
        Assert.DoesNotContain("username", arguments.Keys);
    }

    [Fact]
    public async Task Members_come_from_all_pages()
    {
        await using var stage = await SlackStage.OpenAsync();
        var big = stage.Slack.Channel("big", FakeChannelKind.Private, [stage.Slack.Bot, .. Enumerable.Range(0, 2100).Select(at => stage.Slack.Person($"P{at}"))]);

        var members = await stage.Client.MembersAsync(SlackTeamId.Parse(stage.Slack.Team), SlackChannelId.Parse(big.Id), default);

        Assert.Equal(2101, Assert.IsType<SlackOutcome<System.Collections.Immutable.ImmutableHashSet<SlackUserId>>.Done>(members).Value.Count);
        Assert.Equal(3, stage.Slack.CallsOf("conversations.members"));
    }

    [Theory]
    [InlineData(nameof(FakePersonKind.Member), true)]
    [InlineData(nameof(FakePersonKind.Guest), false)]
    [InlineData(nameof(FakePersonKind.Stranger), false)]
    [InlineData(nameof(FakePersonKind.Bot), false)]
    [InlineData(nameof(FakePersonKind.Deactivated), false)]
    public async Task Only_a_full_member_of_the_workspace_may_act(string kind, bool mayAct)
    {
        await using var stage = await SlackStage.OpenAsync();
        var person = stage.Slack.Person("someone", Enum.Parse<FakePersonKind>(kind));

        var found = await stage.Client.PersonAsync(SlackTeamId.Parse(stage.Slack.Team), SlackStage.User(person), default);

        Assert.Equal(mayAct, Assert.IsType<SlackOutcome<SlackPerson>.Done>(found).Value.MayAct);
    }

    [Fact]
    public void The_token_is_neither_printed_nor_serialised()
    {
        var settings = new SlackWebSettings(new Uri("https://slack.com/api/"), new SecretText("xoxb-secret"));

        Assert.DoesNotContain("xoxb-secret", settings.ToString(), StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(settings));
    }

    private static string Text(SlackOutcome<SlackPosted> outcome) => outcome switch
    {
        SlackOutcome<SlackPosted>.Done done => $"Done {done.Warning}",
        SlackOutcome<SlackPosted>.Refused refused => $"Refused {refused.Code} {refused.Needed}".TrimEnd(),
        SlackOutcome<SlackPosted>.RateLimited limited => $"RateLimited {limited.RetryAfter}",
        SlackOutcome<SlackPosted>.Unreachable unreachable => $"Unreachable {unreachable.MayBeDone}",
        _ => throw new InvalidOperationException(),
    };
}

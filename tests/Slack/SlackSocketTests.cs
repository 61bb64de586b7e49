using Microsoft.Extensions.Configuration;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Demo;
using Onbehalf.Host.Slack;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

/// <summary>Socket Mode of the local host: the app gets the same signed requests as from Slack.</summary>
[Collection(SlackJourneys.Name)]
public sealed class SlackSocketTests(SlackWorld world)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_mention_and_a_click_over_the_socket_are_acknowledged_and_answered()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        var channel = world.Channel(bob, mallory);
        await world.LinkAsync(bob, "bob");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are sandpiper-1."));
        await using var slack = await FakeSlack.StartAsync();
        using var log = new LogLines();
        await using var socket = new SlackSocket(Settings(slack), log, Pause);
        await Waiting.UntilAsync(() => slack.Lines.Count == 1);

        var sent = new List<string>();
        foreach (var envelope in world.Slack.Say(bob, channel, $"<@{world.Slack.Bot.Id}> {question}").Events)
            sent.Add(await slack.PushAsync("events_api", envelope));
        await world.SeesAsync(bob, "sandpiper-1");
        var answer = await world.MessageAsync(bob, $"\"{SlackNotes.ShareToChannel}\"");
        sent.Add(await slack.PushAsync("interactive", world.Slack.Clicks(bob, answer, SlackNotes.ShareToChannel)));
        await world.SeesAsync(bob, "posted exactly so to");
        sent.Add(await slack.PushAsync("slash_commands", new()));
        await Waiting.UntilAsync(() => slack.Acknowledged.Count == sent.Count);

        Assert.Equal(sent.Order(), slack.Acknowledged.Order());
    }

    [Fact]
    public async Task What_the_app_refuses_is_not_acknowledged()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var log = new LogLines();
        await using var socket = new SlackSocket(Settings(slack) with { SigningSecret = "another-secret-of-the-fake-slack" }, log, Pause);
        await Waiting.UntilAsync(() => slack.Lines.Count == 1);

        await slack.PushAsync("events_api", world.Slack.Envelope(new() { ["type"] = "app_uninstalled" }));
        await Waiting.UntilAsync(() => log.Lines.Any(static line => line.Contains("with 401", StringComparison.Ordinal)));

        Assert.Empty(slack.Acknowledged);
    }

    [Fact]
    public async Task A_connection_that_Slack_ends_or_loses_is_opened_again_and_nothing_secret_is_logged()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var log = new LogLines();
        slack.Fails("apps.connections.open", new FakeFailure.Html(502, IsDone: false), new FakeFailure.TooMany("1"), new FakeFailure.Cut(IsDone: false));
        await using var socket = new SlackSocket(Settings(slack), log, Pause);

        await Waiting.UntilAsync(() => slack.Lines.Count == 1);
        await slack.Lines.Last().DisconnectAsync("refresh_requested");
        await Waiting.UntilAsync(() => slack.Lines.Count == 2);
        slack.Lines.Last().Cut();
        await Waiting.UntilAsync(() => slack.Lines.Count == 3);
        slack.IsDown = true;
        slack.Lines.Last().Cut();
        await Waiting.UntilAsync(() => log.Lines.Count(static line => line.StartsWith("The connection to Slack ended", StringComparison.Ordinal)) >= 6);
        slack.IsDown = false;
        await Waiting.UntilAsync(() => slack.Lines.Count == 4);
        var last = await slack.PushAsync("slash_commands", new());
        await Waiting.UntilAsync(() => slack.Acknowledged.Contains(last));

        Assert.DoesNotContain(log.Lines, static line => line.Contains("xapp-", StringComparison.Ordinal) || line.Contains("ticket", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("invalid_auth", "Slack refused ONBEHALF_SLACK_APP_TOKEN (invalid_auth)")]
    [InlineData("link_disabled", "Socket Mode is off in the settings of the Slack app")]
    public async Task What_only_a_person_can_repair_is_said_once(string why, string words)
    {
        await using var slack = await FakeSlack.StartAsync();
        using var log = new LogLines();
        var settings = Settings(slack);
        await using var socket = new SlackSocket(why == "invalid_auth" ? settings with { Token = "xapp-1-wrong" } : settings, log, Pause);

        if (why == "link_disabled")
        {
            await Waiting.UntilAsync(() => slack.Lines.Count == 1);
            await slack.Lines.Last().DisconnectAsync(why);
        }

        await socket.Ended;

        Assert.Equal(1, slack.CallsOf("apps.connections.open"));
        Assert.Single(log.Lines, line => line.StartsWith(words, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, static line => line.Contains("xapp-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_token_there_is_no_socket_and_without_a_secret_the_app_gets_one_of_its_own()
    {
        var none = Of(("ONBEHALF_SLACK_APP_TOKEN", " "));
        var own = Of(("ONBEHALF_SLACK_APP_TOKEN", FakeSlack.AppToken), ("ONBEHALF_SLACK_TEAM", "T0TEAM"));
        var given = Of(("ONBEHALF_SLACK_APP_TOKEN", FakeSlack.AppToken), ("ONBEHALF_SLACK_TEAM", "T0TEAM"), ("ONBEHALF_SLACK_SIGNING_SECRET", SlackWorld.SigningSecret));

        Assert.Null(none.Read);
        Assert.Equal((64, own.Read!.SigningSecret), (own.Read.SigningSecret.Length, own.ForApp["ONBEHALF_SLACK_SIGNING_SECRET"]));
        Assert.Equal(SlackWorld.SigningSecret, given.Read!.SigningSecret);
        Assert.Equal("https://slack.com/api/", given.Read.Api.AbsoluteUri);
        Assert.DoesNotContain("xapp-", $"{given.Read}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xoxb-1-a-bot-token", "T0TEAM", "is an app-level token")]
    [InlineData(FakeSlack.AppToken, "", "needs ONBEHALF_SLACK_TEAM")]
    public void A_token_of_another_kind_or_without_a_workspace_is_named_at_start(string token, string team, string words)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Of(("ONBEHALF_SLACK_APP_TOKEN", token), ("ONBEHALF_SLACK_TEAM", team)));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-bot-token", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onbehalf.azurewebsites.net", "T0TEAM", true)]
    [InlineData("onbehalf.azurewebsites.net", null, true)]
    [InlineData("localhost:7071", "T0TEAM", false)]
    [InlineData("localhost:7071", null, false)]
    [InlineData(null, "T0TEAM", false)]
    public void On_Azure_the_app_does_not_start_with_the_token(string? host, string? team, bool isRefused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ONBEHALF_SLACK_TEAM", team), new("ONBEHALF_SLACK_SIGNING_SECRET", SlackWorld.SigningSecret), new("ONBEHALF_SLACK_APP_TOKEN", FakeSlack.AppToken), new("WEBSITE_HOSTNAME", host),
        ]).Build();

        var refused = Record.Exception(() => SlackWorkspace.From(configuration));

        Assert.Equal(isRefused, refused is InvalidOperationException { Message: var words } && words.StartsWith("ONBEHALF_SLACK_APP_TOKEN is for Socket Mode on a laptop", StringComparison.Ordinal));
    }

    private SlackSocketSettings Settings(FakeSlack slack) => new(new(slack.ApiUrl), FakeSlack.AppToken, SlackWorld.SigningSecret, world.App.Url);

    private static (SlackSocketSettings? Read, IReadOnlyDictionary<string, string> ForApp) Of(params (string Name, string Value)[] settings)
    {
        var local = new LocalSettings(settings.Append(("FUNCTIONS_PORT", "0")).ToDictionary(static one => one.Item1, static one => one.Item2));
        using var port = local.Socket;
        return (SlackSocketSettings.Of(local), local.ForWorker());
    }
}

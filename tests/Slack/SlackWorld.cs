using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

/// <summary>The complete app with a scripted model and a fake Slack on loopback.</summary>
public sealed class SlackWorld : IAsyncLifetime
{
    internal const string SigningSecret = "a-signing-secret-of-the-fake-slack";
    internal const string Events = "api/webhooks/slack/events";
    internal const string Interactions = "api/webhooks/slack/interactions";

    private int _channels;

    /// <summary>The value of <c>ONBEHALF_SLACK_CONFIRM_ISSUER</c>.</summary>
    internal string ConfirmIssuer { get; init; } = "";

    public InProcessApp App { get; private set; } = null!;

    internal FakeSlack Slack { get; private set; } = null!;

    internal Puppet Puppet { get; private set; } = null!;

    internal CompanyRows Company { get; private set; } = null!;

    internal FakeSender Sender { get; private set; } = null!;

    internal SlackTeamId Team => SlackTeamId.Parse(Slack.Team);

    public async Task InitializeAsync()
    {
        Slack = await FakeSlack.StartAsync();
        Puppet = await Puppet.StartAsync();
        Company = new(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        App = await InProcessApp.StartAsync(PuppetWorld.Settings(
            Puppet,
            Company,
            ("ONBEHALF_SLACK_TEAM", Slack.Team),
            ("ONBEHALF_SLACK_SIGNING_SECRET", SigningSecret),
            ("ONBEHALF_SLACK_BOT_TOKEN", FakeSlack.BotToken),
            ("ONBEHALF_SLACK_CLIENT_ID", FakeSlack.ClientId),
            ("ONBEHALF_SLACK_CLIENT_SECRET", FakeSlack.ClientSecret),
            ("ONBEHALF_SLACK_API", Slack.ApiUrl),
            ("ONBEHALF_SLACK_CONFIRM_ISSUER", ConfirmIssuer),
            ("ONBEHALF_SLACK_ISSUER", Slack.Url)));
        Sender = new(App.Anonymous(), SigningSecret);
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Puppet.DisposeAsync();
        await Slack.DisposeAsync();
    }

    internal T Of<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A channel of its own with people of its own: nothing of another test is in it.</summary>
    internal FakeChannel Channel(params FakePerson[] members) =>
        Slack.Channel($"c{Interlocked.Increment(ref _channels)}", FakeChannelKind.Private, [.. members, Slack.Bot]);

    internal FakeChannel PublicChannel(params FakePerson[] members) =>
        Slack.Channel($"c{Interlocked.Increment(ref _channels)}", FakeChannelKind.Public, [.. members, Slack.Bot]);

    internal FakePerson Person(string name, FakePersonKind kind = FakePersonKind.Member) => Slack.Person($"{name}{Interlocked.Increment(ref _channels)}", kind);

    internal async Task UnlinkAsync(string person)
    {
        if (await Of<SlackLinks>().OfAsync(Team, App.SubjectOf(person), default) is { } link)
            await Of<SlackLinks>().RemoveAsync(link, default);
    }

    /// <summary>As if the person had linked in their browser a while ago.</summary>
    internal async Task LinkAsync(FakePerson user, string person, Func<SlackLink, SlackLink>? change = null)
    {
        var subject = await Of<PeopleStore>().FindAsync(App.SubjectOf(person), default) ?? throw new InvalidOperationException($"There is no {person}.");
        await UnlinkAsync(person);
        var link = new SlackLink(Team, SlackUserId.Parse(user.Id), subject, user.Name, DateTimeOffset.UtcNow) { Origin = App.Url };
        Assert.True(await Of<SlackLinks>().AddAsync(change?.Invoke(link) ?? link, null, default));
    }

    /// <summary>A mention, delivered as Slack does: as two events.</summary>
    internal async Task<FakeMessage> MentionAsync(FakePerson person, FakeChannel channel, string text, string? thread = null)
    {
        var (message, events) = Slack.Say(person, channel, $"<@{Slack.Bot.Id}> {text}", thread);
        foreach (var envelope in events)
            await TellAsync(envelope);
        return message;
    }

    internal async Task<FakeMessage> SayAsync(FakePerson person, FakeChannel channel, string text, string? thread = null)
    {
        var (message, events) = Slack.Say(person, channel, text, thread);
        foreach (var envelope in events)
            await TellAsync(envelope);
        return message;
    }

    internal async Task TellAsync(JsonObject envelope) => Assert.Equal(200, await Sender.EventAsync(Events, envelope));

    /// <summary>Waits for a visible message that contains the text, and returns the first one.</summary>
    internal async Task<SeenMessage> SeesAsync(FakePerson person, string text)
    {
        SeenMessage? seen = null;
        await Waiting.UntilAsync(() => (seen = Slack.SeenBy(person).FirstOrDefault(one => one.Shown.Contains(text, StringComparison.Ordinal))) is not null);
        return seen!;
    }

    /// <summary>Returns the first visible message that contains the text, as Slack stores it.</summary>
    internal async Task<FakeMessage> MessageAsync(FakePerson person, string text)
    {
        var seen = await SeesAsync(person, text);
        return Slack.Messages.First(one => one.Ts == seen.Ts && one.Channel.Id == seen.Channel);
    }

    /// <param name="value">The value of the button; null for that of the message.</param>
    internal async Task ClickAsync(FakePerson person, FakeMessage message, string action, string? value = null) =>
        Assert.Equal(200, await Sender.InteractionAsync(Interactions, Slack.Clicks(person, message, action, value)));
}

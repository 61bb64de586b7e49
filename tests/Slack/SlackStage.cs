using Azure.Data.Tables;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Slack;

/// <summary>Our client and the fake Slack, on one clock.</summary>
internal sealed class SlackStage : IAsyncDisposable
{
    private SlackStage(FakeSlack slack, ManualTime time)
    {
        (Slack, Time) = (slack, time);
        Bob = slack.Person("bob");
        Alice = slack.Person("alice");
        Direct = slack.Direct(Bob);
        Deals = slack.Channel("deals", FakeChannelKind.Public, Bob, Alice, slack.Bot);
        Rates = new(time);
        Client = new(new SlackTransport(SlackTransport.Client(), new SlackWebSettings(new Uri(slack.ApiUrl), new SecretText(FakeSlack.BotToken)), Rates));
    }

    public FakeSlack Slack { get; }

    public ManualTime Time { get; }

    public FakePerson Bob { get; }

    public FakePerson Alice { get; }

    public FakeChannel Direct { get; }

    public FakeChannel Deals { get; }

    public SlackRates Rates { get; }

    public SlackClient Client { get; }

    public static async Task<SlackStage> OpenAsync()
    {
        var time = new ManualTime();
        return new(await FakeSlack.StartAsync(time), time);
    }

    public static SlackUserId User(FakePerson person) => SlackUserId.Parse(person.Id);

    public SlackPlace Place(FakeChannel channel, string? thread = null) =>
        new(SlackTeamId.Parse(Slack.Team), SlackChannelId.Parse(channel.Id), thread is null ? null : SlackTs.Parse(thread));

    /// <summary>A question of Bob in his direct messages, and the thread that it begins.</summary>
    public SlackPlace Asked() => Place(Direct, Slack.Say(Bob, Direct, "top deals?").Message.Ts);

    public static async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(await Azurite.ConnectionStringAsync()).GetTableClient(Azurite.FreshPrefix() + "slack");
        await table.CreateIfNotExistsAsync();
        return table;
    }

    /// <summary>The words of the agent in a thread, as its reader has them: those of Markdown blocks, or of a stream.</summary>
    public string TextOf(SlackPlace thread) => string.Concat(Slack.Messages
        .Where(one => one.Author == Slack.Bot && one.Channel.Id == thread.Channel.Value && one.Thread == thread.Thread?.Value)
        .Select(static one => one.Blocks?.Where(static block => $"{block!["type"]}" == "markdown").Select(static block => $"{block!["text"]}").ToArray() is { Length: > 0 } words ? string.Concat(words) : one.Text));

    public ValueTask DisposeAsync() => Slack.DisposeAsync();
}

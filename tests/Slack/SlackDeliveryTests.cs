using System.Collections.Concurrent;
using System.Globalization;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Functions.Health;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackDeliveryTests(SlackWorld world)
{
    private static readonly int Messages = TestSize.Of("ONBEHALF_SLACK_DELIVERIES", small: 150, full: 10_000);

    [Fact]
    public async Task Of_many_deliveries_with_retries_to_two_processes_that_are_killed_none_is_lost_and_none_is_answered_twice()
    {
        var time = new ManualTime();
        HeardMessages[] processes = [new(world.Of<Onbehalf.Storage.Tables>(), time), new(world.Of<Onbehalf.Storage.Tables>(), time)];
        var channel = SlackChannelId.Parse($"C0{Guid.NewGuid():N}"[..20].ToUpperInvariant());
        var instances = new ConcurrentDictionary<string, SemaphoreSlim>();
        var answers = new ConcurrentDictionary<string, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, Messages), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (at, _) =>
        {
            var dice = new Random(at);
            // A mention comes as two events, and each of them up to four times, to whichever process.
            var deliveries = Enumerable.Range(0, 2).SelectMany(which => Enumerable.Repeat($"Ev{channel.Value}{at}x{which}", dice.Next(1, 5))).OrderBy(_ => dice.Next()).ToArray();
            // Before the start, after it, or not at all.
            var kills = deliveries.Select(_ => dice.Next(4)).ToArray();
            await Task.WhenAll(deliveries.Select(async (eventId, nth) =>
            {
                var (process, kill) = (processes[nth % 2], kills[nth]);
                var heard = new HeardMessage(MessageOf(channel, at), world.App.Url, null);
                if (await process.TakeAsync(eventId, heard, default) && kill != 0)
                    await StartAsync(process, heard.Message, isKilled: kill == 1);
            }));
        });
        time.Advance(TimeSpan.FromMinutes(2));
        foreach (var process in processes)
        {
            await foreach (var lost in process.LostAsync(world.Team, default).Where(one => one.Channel == channel))
                await StartAsync(process, lost);
        }

        Assert.Equal(Messages, answers.Count);
        Assert.All(answers.Values, static times => Assert.Equal(1, times));

        // The engine runs an instance once at a time, and again when it is started after its end.
        async Task StartAsync(HeardMessages process, SlackMessage message, bool isKilled = false)
        {
            var instance = SlackHeard.Of(message).InstanceId;
            var one = instances.GetOrAdd(instance, static _ => new(1));
            await one.WaitAsync();
            try
            {
                if (await process.FindAsync(message.Team, message.Channel, message.Ts, default) is { IsEntered: false })
                {
                    answers.AddOrUpdate(instance, 1, static (_, before) => before + 1);
                    await process.EnteredAsync(message, null, default);
                }
            }
            finally
            {
                one.Release();
            }

            if (!isKilled)
                await process.BegunAsync(message, default);
        }
    }

    [Fact]
    public async Task Rows_of_deliveries_and_posts_go_with_their_age_and_a_message_that_waits_loses_its_text()
    {
        var time = new ManualTime();
        // Of a workspace of its own: the clock of this test is days ahead.
        var team = SlackTeamId.Parse("T0SWEPT");
        var (heard, posts) = (new HeardMessages(world.Of<Onbehalf.Storage.Tables>(), time), new SlackPosts(world.Of<SlackClient>(), await SlackStage.TableAsync(), time));
        var channel = SlackChannelId.Parse($"C0{Guid.NewGuid():N}"[..20].ToUpperInvariant());
        var message = MessageOf(channel, 1) with { Team = team };
        var (place, key) = (new SlackPlace(team, channel), SlackPostKey.Of(channel.Value));
        await heard.TakeAsync($"Ev{channel.Value}", new HeardMessage(message, world.App.Url, null), default);
        await heard.WaitsAsync(message, default);
        await posts.RecordAsync(place, key, SlackTs.Parse("1800000000.000100"), default);

        time.Advance(TimeSpan.FromMinutes(20));
        var before = await heard.FindAsync(team, channel, message.Ts, default);
        await heard.SweepAsync(team, TimeSpan.FromMinutes(15), default);
        var waited = await heard.FindAsync(team, channel, message.Ts, default);
        time.Advance(TimeSpan.FromDays(4));
        await heard.SweepAsync(team, TimeSpan.FromMinutes(15), default);
        await posts.SweepAsync(default);
        var isKept = await posts.KnowsAsync(place, key, default);
        time.Advance(TimeSpan.FromDays(4));
        await posts.SweepAsync(default);

        Assert.Equal(("hi", false), (before!.Message.Text.Plain, before.IsEntered));
        Assert.Equal(("", true), (waited!.Message.Text.Plain, waited.IsEntered));
        Assert.Null(await heard.FindAsync(team, channel, message.Ts, default));
        Assert.Equal((true, false), (isKept, await posts.KnowsAsync(place, key, default)));
    }

    [Fact]
    public async Task The_health_check_names_a_scope_that_is_missing()
    {
        var reports = () => new SlackReports(world.Of<SlackSwitch>(), world.Of<SlackClient>(), new ManualTime());
        world.Slack.Scopes = string.Join(',', SlackScopes.Required.Remove("im:write"));
        var trouble = await reports().TroubleAsync(default);
        world.Slack.Scopes = string.Join(',', SlackScopes.Required);
        var good = await reports().TroubleAsync(default);
        var manifest = await File.ReadAllLinesAsync(Path.Combine(Fixtures.Clone.Root, "docs", "slack-manifest.yaml"));

        Assert.Contains("im:write", trouble, StringComparison.Ordinal);
        Assert.Null(good);
        Assert.Equal(SlackScopes.Required, manifest.SkipWhile(static line => line.Trim() != "bot:").Skip(1).TakeWhile(static line => line.Trim().StartsWith("- ", StringComparison.Ordinal)).Select(static line => line.Trim()[2..]));
    }

    private SlackMessage MessageOf(SlackChannelId channel, int at)
    {
        var ts = SlackTs.Parse(string.Create(CultureInfo.InvariantCulture, $"{1_800_000_000 + at}.000100"));
        return new(world.Team, SlackUserId.Parse("U0X"), channel, ts, ts, SlackChannelKind.Channel, new("hi", true, false));
    }
}

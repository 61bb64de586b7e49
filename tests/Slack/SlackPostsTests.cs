using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Tests.Slack;

public sealed class SlackPostsTests
{
    private static readonly SlackPostKey Key = SlackPostKey.Of("turn", "U1", "0");
    private static readonly SlackPost Hello = SlackPost.Of("hello");

    public static TheoryData<string> Crashes => ["none", "502 after it was done", "502 before", "cut after it was done", "cut before", "429", "down", "killed before the post", "killed after the post"];

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_message_is_there_once_whatever_happened_to_the_attempts_before(string crash)
    {
        await using var stage = await SlackStage.OpenAsync();
        var place = stage.Asked();
        var table = await SlackStage.TableAsync();
        await CrashAsync(stage, table, crash);

        SlackOutcome<SlackPosted> outcome;
        for (var tries = 0; ; tries++)
        {
            stage.Slack.IsDown = crash == "down" && tries < 3;
            // Another process, which has only the table.
            outcome = await new SlackPosts(stage.Client, table, stage.Time).PostOnceAsync(place, Key, Hello, default);
            if (outcome is SlackOutcome<SlackPosted>.Done || tries > 6)
                break;
            stage.Time.Advance(TimeSpan.FromSeconds(25));
        }

        var again = await new SlackPosts(stage.Client, table, stage.Time).PostOnceAsync(place, Key, Hello, default);

        var posted = Assert.Single(stage.Slack.Messages, one => one.Author == stage.Slack.Bot);
        Assert.Equal(posted.Ts, Assert.IsType<SlackOutcome<SlackPosted>.Done>(outcome).Value.Ts.Value);
        Assert.Equal(outcome, again);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_found_without_another_attempt()
    {
        await using var stage = await SlackStage.OpenAsync();
        var place = stage.Asked();
        var posts = new SlackPosts(stage.Client, await SlackStage.TableAsync(), stage.Time);
        stage.Slack.Fails("chat.postMessage", new FakeFailure.Cut(IsDone: true));

        var before = await posts.LookAsync(place, Key, default);
        await posts.PostOnceAsync(place, Key, Hello, default);
        var running = await posts.LookAsync(place, Key, default);
        stage.Time.Advance(SlackPosts.Attempt + TimeSpan.FromSeconds(1));
        var found = await posts.LookAsync(place, Key, default);

        var posted = Assert.Single(stage.Slack.Messages, one => one.Author == stage.Slack.Bot);
        Assert.Null(Assert.IsType<SlackOutcome<SlackPosted?>.Done>(before).Value);
        Assert.IsType<SlackOutcome<SlackPosted?>.RateLimited>(running);
        Assert.Equal(posted.Ts, Assert.IsType<SlackOutcome<SlackPosted?>.Done>(found).Value?.Ts.Value);
    }

    [Fact]
    public async Task Of_two_processes_at_once_one_posts_and_the_other_waits()
    {
        await using var stage = await SlackStage.OpenAsync();
        var place = stage.Asked();
        var table = await SlackStage.TableAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new SlackPosts(stage.Client, table, stage.Time).PostOnceAsync(place, Key, Hello, default)));

        Assert.Single(stage.Slack.Messages, one => one.Author == stage.Slack.Bot);
        Assert.All(outcomes, static one => Assert.True(one is SlackOutcome<SlackPosted>.Done or SlackOutcome<SlackPosted>.RateLimited));
    }

    [Fact]
    public async Task Only_a_message_of_our_own_bot_counts_as_ours()
    {
        await using var stage = await SlackStage.OpenAsync();
        var place = stage.Asked();
        var table = await SlackStage.TableAsync();
        await CrashAsync(stage, table, "killed before the post");
        var other = stage.Slack.Person("otherbot", FakePersonKind.Bot);
        stage.Slack.Messages.Add(new(stage.Direct, "9999999999.000001", other)
        {
            Thread = place.Thread?.Value,
            Metadata = new() { ["event_type"] = "onbehalf_post", ["event_payload"] = new System.Text.Json.Nodes.JsonObject { ["key"] = Key.Value } },
        });
        stage.Time.Advance(TimeSpan.FromMinutes(1));

        await new SlackPosts(stage.Client, table, stage.Time).PostOnceAsync(place, Key, Hello, default);

        Assert.Single(stage.Slack.Messages, one => one.Author == stage.Slack.Bot);
    }

    private static async Task CrashAsync(SlackStage stage, Azure.Data.Tables.TableClient table, string crash)
    {
        FakeFailure? failure = crash switch
        {
            "502 after it was done" => new FakeFailure.Html(502, IsDone: true),
            "502 before" => new FakeFailure.Html(502, IsDone: false),
            "cut after it was done" => new FakeFailure.Cut(IsDone: true),
            "cut before" => new FakeFailure.Cut(IsDone: false),
            "429" => new FakeFailure.TooMany("20"),
            _ => null,
        };
        if (failure is not null)
            stage.Slack.Fails("chat.postMessage", failure);
        if (!crash.StartsWith("killed", StringComparison.Ordinal))
            return;
        var place = stage.Place(stage.Direct, stage.Slack.Messages.Single().Ts);
        // The state left by a process that was killed during its attempt.
        var now = stage.Time.GetUtcNow();
        await table.AddEntityAsync(new Azure.Data.Tables.TableEntity($"slack-post {place.Team} {place.Channel} {Key}", "post") { ["began"] = now, ["until"] = now + SlackPosts.Attempt });
        if (crash == "killed after the post")
            await stage.Client.PostAsync(place, Hello, Key, default);
    }
}

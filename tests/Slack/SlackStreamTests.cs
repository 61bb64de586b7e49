using System.Collections.Immutable;
using Azure.Data.Tables;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Tests.Slack;

public sealed class SlackStreamTests
{
    private static readonly ImmutableArray<SlackBlock> Footer = [new SlackBlock.Context([SlackTextObject.Mrkdwn("Open in the web app")])];

    private static readonly string[] Ways =
    [
        "closed", "too long", "429", "502 done", "502 not done", "cut done", "down for ten minutes", "start lost", "start not done", "stop lost", "stop not done", "other text at the end", "restricted",
    ];

    public static TheoryData<string> EveryWay => [.. Ways];

    [Fact]
    public async Task An_answer_grows_in_its_askers_thread_with_its_steps_and_ends_with_its_blocks()
    {
        await using var stage = await SlackStage.OpenAsync();
        var thread = stage.Asked();
        var stream = Stream(stage, thread, await SlackStage.TableAsync());

        await stream.AppendAsync(new SlackChunk.Step("c1", "query data · company", SlackStepStatus.InProgress), default);
        await stream.AppendAsync(new SlackChunk.Step("c1", "query data · company", SlackStepStatus.Complete), default);
        await stream.AppendAsync(Text(400), default);
        var whileRunning = stage.Slack.ScreenOf(stage.Bob);
        var outcome = await stream.FinishAsync(Text(400), Footer, SlackSessionStatus.Active, default);

        Assert.Contains("query data · company: complete", whileRunning, StringComparison.Ordinal);
        Assert.Contains("Sentence 0.", whileRunning, StringComparison.Ordinal);
        Assert.Single(Assert.IsType<SlackOutcome<ImmutableArray<SlackTs>>.Done>(outcome).Value);
        Assert.Equal(Text(400), stage.TextOf(thread));
        Assert.Contains("Open in the web app", stage.Slack.ScreenOf(stage.Bob), StringComparison.Ordinal);
        Assert.DoesNotContain("Sentence", stage.Slack.ScreenOf(stage.Alice), StringComparison.Ordinal);
        Assert.Equal("active", stage.Slack.Sessions[(thread.Channel.Value, thread.Thread!.Value.Value)]);
    }

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task Nothing_is_lost_and_nothing_is_there_twice(string way)
    {
        await using var stage = await SlackStage.OpenAsync();
        var thread = stage.Asked();

        var final = await PlayAsync(stage, thread, await SlackStage.TableAsync(), Text(6000), [(3, way)]);

        Assert.Equal(Plain(final), Plain(stage.TextOf(thread)));
        Assert.Equal(1, Count(stage.Slack.ScreenOf(stage.Bob), "Open in the web app"));
        Assert.DoesNotContain(stage.Slack.Messages, static one => one.StreamingSince is not null);
    }

    [Fact]
    public async Task So_it_is_whatever_happens_one_after_the_other()
    {
        var table = await SlackStage.TableAsync();
        Prop.ForAll(
            Gen.Choose(0, 11).SelectMany(static at => Gen.Elements(Ways).Select(way => (at, way))).ListOf().Where(static faults => faults.Count is > 0 and < 7).ToArbitrary(),
            faults =>
            {
                var stage = SlackStage.OpenAsync().GetAwaiter().GetResult();
                var thread = stage.Asked();
                var final = PlayAsync(stage, thread, table, Text(4000), [.. faults], $"{Guid.NewGuid()}").GetAwaiter().GetResult();
                var isSame = Plain(final) == Plain(stage.TextOf(thread)) && Count(stage.Slack.ScreenOf(stage.Bob), "Open in the web app") == 1;
                stage.DisposeAsync().AsTask().GetAwaiter().GetResult();
                return isSame;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public async Task A_link_that_comes_in_pieces_hides_nothing_and_a_command_commands_nothing()
    {
        await using var stage = await SlackStage.OpenAsync();
        var thread = stage.Asked();
        var stream = Stream(stage, thread, await SlackStage.TableAsync());
        const string Whole = "See [good](https://evil.example) and <!channel>.\n";
        var text = string.Concat(Enumerable.Repeat(Whole, 30));

        foreach (var piece in text.Chunk(7))
            await stream.AppendAsync(new string(piece), default);
        await stream.FinishAsync(text, [], null, default);

        Assert.Equal(string.Concat(Enumerable.Repeat("See good (https://evil.example) and &lt;!channel&gt;.\n", 30)), stage.TextOf(thread));
    }

    [Fact]
    public async Task Code_that_two_messages_share_is_code_in_both()
    {
        await using var stage = await SlackStage.OpenAsync();
        var thread = stage.Asked();
        var stream = Stream(stage, thread, await SlackStage.TableAsync());
        var text = "```sql\n" + string.Concat(Enumerable.Range(0, 1500).Select(static at => $"line {at}\n")) + "```\nThe end.";

        foreach (var piece in text.Chunk(300))
            await stream.AppendAsync(new string(piece), default);
        await stream.FinishAsync(text, [], null, default);

        var messages = stage.Slack.Messages.Where(one => one.Author == stage.Slack.Bot).ToArray();
        Assert.True(messages.Length > 1);
        Assert.All(messages, static one => Assert.StartsWith("```", one.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_crash_what_the_stream_left_is_taken_away_and_another_answers_message_stays_or_is_written_again()
    {
        await using var stage = await SlackStage.OpenAsync();
        var thread = stage.Asked();
        var table = await SlackStage.TableAsync();
        await Stream(stage, thread, table).AppendAsync(Text(400), default);
        var other = Stream(stage, thread, table, "other");
        await other.AppendAsync(Text(300), default);

        var cleared = await StreamEnding.ClearAsync(stage.Client, thread, stage.Time.GetUtcNow().AddMinutes(-1), [KeyOf("mine")(0)], default);
        await new SlackPosts(stage.Client, table, stage.Time).PostOnceAsync(thread, SlackPostKey.Of("whole"), AnswerShown.Words(Text(400)).Single(), default);
        await other.AppendAsync(Text(600)[Text(300).Length..], default);
        await other.FinishAsync(Text(600), [], null, default);

        Assert.IsType<SlackOutcome<SlackNone>.Done>(cleared);
        Assert.Equal(2, Count(stage.TextOf(thread), "Sentence 0."));
        Assert.Equal(Plain(Text(400) + Text(600)), Plain(stage.TextOf(thread)));
    }

    /// <summary>Streams a text in twelve pieces with faults before some of them, and ends it as an orchestration would: again until it is done.</summary>
    private static async Task<string> PlayAsync(SlackStage stage, SlackPlace thread, TableClient table, string text, (int At, string Way)[] faults, string name = "mine")
    {
        var stream = Stream(stage, thread, table, name);
        var final = text;
        var at = 0;
        foreach (var piece in text.Chunk((text.Length / 12) + 1))
        {
            foreach (var (_, way) in faults.Where(fault => fault.At == at))
                final = Fault(stage, way, final);
            await stream.AppendAsync(new string(piece), default);
            await stream.AppendAsync(new SlackChunk.Step($"c{at}", "query data", SlackStepStatus.Complete), default);
            stage.Time.Advance(TimeSpan.FromSeconds(20));
            if (stage.Slack.IsDown)
                stage.Time.Advance(TimeSpan.FromMinutes(10));
            stage.Slack.IsDown = false;
            at++;
        }

        for (var tries = 0; tries < 20; tries++)
        {
            if (await stream.FinishAsync(final, Footer, SlackSessionStatus.Active, default) is SlackOutcome<ImmutableArray<SlackTs>>.Done)
                return final;
            stage.Time.Advance(TimeSpan.FromMinutes(1));
        }

        throw new InvalidOperationException("The stream never ended.");
    }

    private static string Fault(SlackStage stage, string way, string final)
    {
        switch (way)
        {
            case "closed":
                stage.Time.Advance(TimeSpan.FromMinutes(6));
                break;
            case "too long":
                stage.Slack.Fails("chat.appendStream", new FakeFailure.Error("msg_too_long"));
                break;
            case "429":
                stage.Slack.Fails("chat.appendStream", new FakeFailure.TooMany("30"));
                break;
            case "502 done":
                stage.Slack.Fails("chat.appendStream", new FakeFailure.Html(502, IsDone: true));
                break;
            case "502 not done":
                stage.Slack.Fails("chat.appendStream", new FakeFailure.Html(502, IsDone: false), new FakeFailure.Html(502, IsDone: false));
                break;
            case "cut done":
                stage.Slack.Fails("chat.appendStream", new FakeFailure.Cut(IsDone: true));
                break;
            case "down for ten minutes":
                stage.Slack.IsDown = true;
                break;
            case "start lost":
                stage.Slack.Fails("chat.startStream", new FakeFailure.Html(502, IsDone: true));
                stage.Time.Advance(TimeSpan.FromMinutes(6));
                break;
            case "start not done":
                stage.Slack.Fails("chat.startStream", new FakeFailure.Cut(IsDone: false));
                stage.Time.Advance(TimeSpan.FromMinutes(6));
                break;
            case "stop lost":
                stage.Slack.Fails("chat.stopStream", new FakeFailure.Html(502, IsDone: true));
                break;
            case "stop not done":
                stage.Slack.Fails("chat.stopStream", new FakeFailure.Html(502, IsDone: false));
                break;
            case "restricted":
                stage.Slack.Fails("chat.startStream", new FakeFailure.Error("enterprise_is_restricted"));
                stage.Time.Advance(TimeSpan.FromMinutes(6));
                break;
            default:
                return "Other: " + final[100..];
        }

        return final;
    }

    private static SlackStream Stream(SlackStage stage, SlackPlace thread, TableClient table, string name = "mine") =>
        new(stage.Client, new SlackPosts(stage.Client, table, stage.Time), thread, SlackStage.User(stage.Bob), KeyOf(name), stage.Time);

    private static Func<int, SlackPostKey> KeyOf(string name) => at => SlackPostKey.Of(name, $"{at}");

    /// <summary>Sentences that are all different, with a paragraph now and then.</summary>
    private static string Text(int length)
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(static at => $"Sentence {at}. " + (at % 12 == 11 ? "\n\n" : "")));
        return text[..(text.LastIndexOf('.', length - 1) + 1)];
    }

    /// <summary>Pages trim the blanks at their ends.</summary>
    private static string Plain(string text) => text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Slack;

public sealed class AnswerShownTests
{
    private static readonly MessageId Message = new(ThreadId.Of("shown"), 1);
    private static readonly Uri Web = new("https://onbehalf.example/threads/t1?a=1&b=2");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n \n")]
    public void An_answer_of_white_space_says_that_there_is_nothing_to_say(string text) =>
        Assert.Equal("The agent has nothing to say.", Assert.Single(AnswerShown.Of(SlackReplies.Open(SlackReplies.Reply(text)), Web)).Text);

    [Fact]
    public void Everything_that_an_answer_can_be_fits_Slacks_blocks()
    {
        foreach (var open in SlackReplies.Sample(150))
        {
            foreach (var post in AnswerShown.Of(open, Web).Concat(AnswerShown.Rest(open, Web)))
            {
                var blocks = JsonSerializer.SerializeToNode(post.Blocks.ToArray(), SlackForm.Json)!.AsArray();
                Assert.Null(FakeBlockRules.Broken(blocks));
                Assert.NotEmpty(post.Text);
                // A cell is raw text: Slack reads nothing in it.
                var read = post.Text + JsonSerializer.Serialize(post.Blocks.Where(static block => block is not SlackBlock.Table).ToArray(), FakeSlack.Readable);
                Assert.DoesNotContain("<!", read, StringComparison.Ordinal);
                Assert.DoesNotContain("<@", read, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(250, 3, "the first 99 of 250 rows")]
    [InlineData(10, 30, "20 of 30 columns")]
    [InlineData(10, 3, null)]
    public void A_table_has_what_Slack_takes_and_says_what_is_left_out(int rows, int columns, string? leftOut)
    {
        var result = Table(rows, columns, "x");

        var shown = TableShown.Of(result)!.Value;

        Assert.Equal(Math.Min(rows, 99) + 1, shown.Table.Rows.Length);
        Assert.All(shown.Table.Rows, row => Assert.Equal(Math.Min(columns, 20), row.Length));
        Assert.Equal(leftOut is null ? null : $"Shown: {leftOut}.", shown.LeftOut);
    }

    [Theory]
    [InlineData(250, 3, 1, true)]
    [InlineData(10, 30, 1, true)]
    [InlineData(60, 3, 200, true)]
    [InlineData(1, 1, 5000, true)]
    [InlineData(10, 3, 1, false)]
    public void What_is_shared_of_a_table_is_what_Slack_shows_of_it(int rows, int columns, int cell, bool isCut)
    {
        var whole = Table(rows, columns, new string('x', cell));
        var frozen = new FrozenReply("Deals.", [new(BlockKind.Table, "Deals", Result: whole)]);

        var shared = AnswerShown.Cut(frozen).Blocks.Single().Result!;

        var (shown, kept) = (TableShown.Of(whole)!.Value.Table.Rows, shared.Rows);
        Assert.Equal(shown.Select(static row => row.Select(static one => one.Text)).Skip(1), kept.Select(static row => row.Select(static one => (string)one!)));
        Assert.Equal(shown[0].Length, shared.Columns.Length);
        Assert.Equal(isCut && cell < 5000, shared.Truncated);
        Assert.Equal(isCut, AnswerShown.Cut(frozen).PreviewHash(Message, []) != frozen.PreviewHash(Message, []));
        Assert.DoesNotContain(Web.AbsolutePath, Json(AnswerShown.Of(frozen, "Bob", Web)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_is_never_empty_invisible_or_endless()
    {
        object?[] cells = [null, "", "\u200B", new string('y', 5000), 1.5m, true, JsonSerializer.SerializeToElement("<!channel>"), JsonSerializer.SerializeToElement(7)];
        var result = new ResultTable("s", "r", [new("c", "text")], [.. cells.Select(static cell => ImmutableArray.Create(cell))], false);

        var rows = TableShown.Of(result)!.Value.Table.Rows;

        Assert.Equal(["c", "–", "–", "–"], rows.Take(4).Select(static row => row[0].Text));
        Assert.Equal(1000, rows[4][0].Text.Length);
        Assert.Equal(["1.5", "true", "<!channel>", "7"], rows.Skip(5).Select(static row => row[0].Text));
    }

    [Fact]
    public void Each_table_has_a_message_of_its_own_and_withheld_rows_have_none()
    {
        var reply = SlackReplies.Reply("Two tables.") with
        {
            Blocks = [new(BlockKind.Table, "One", Result: Table(2, 2, "secret")), new(BlockKind.Table, "Two", Result: Table(2, 2, "secret"))],
        };

        var mine = AnswerShown.Of(SlackReplies.Open(reply), Web);
        var theirs = AnswerShown.Of(SlackReplies.Open(reply, rowsWithheld: true), Web);

        Assert.Equal(3, mine.Length);
        Assert.Equal(2, mine.SelectMany(static post => post.Blocks).OfType<SlackBlock.Table>().Count());
        Assert.DoesNotContain("secret", Json(theirs), StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_card_is_the_same_whatever_was_answered()
    {
        var card = SlackNotes.Card(SlackUserId.Parse("U0BOB"), new(2026, 11, 30, 14, 3, 0, TimeSpan.Zero), "r1", Web);

        Assert.Equal("Answered for <@U0BOB> at <!date^1796047380^{time}|14:03 UTC>", card.Text);
        Assert.Equal("An answer", card.Entity!.Payload.Attributes.Title.Text);
        Assert.Null(card.Entity.Payload.CustomFields);
    }

    [Theory]
    [InlineData("T0TEAM", false, "everybody in this workspace")]
    [InlineData("E0ORG", false, "everybody in every workspace that has this channel")]
    [InlineData("E0ORG", true, "the 3 who are in the channel")]
    public void The_button_that_posts_says_who_reads_the_channel(string team, bool isPrivate, string readers)
    {
        var ask = SlackNotes.AskToShare(SlackTeamId.Parse(team), SlackChannelId.Parse("C0DEALS"), 1, isPrivate, 3, "r1");

        Assert.Contains($"It is then read by {readers}", ask.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_from_the_web_cannot_dress_its_text_up()
    {
        var post = SlackNotes.Typed("Alice** <!channel>", "hello <@U1>").Single();

        Assert.Equal("**Alice &lt;!channel&gt; (web):** hello &lt;@U1&gt;", Assert.IsType<SlackBlock.Markdown>(post.Blocks.Single()).Text);
    }

    [Fact]
    public void A_step_is_running_waiting_done_or_not_done()
    {
        var shown = Enum.GetValues<StepStatus>().Select(static status => StepShown.Of(new("c1", "tasks__list_tasks", "my <tasks>", status, DateTimeOffset.UnixEpoch)));

        Assert.Equal(
            [SlackStepStatus.InProgress, SlackStepStatus.Pending, SlackStepStatus.Complete, .. Enumerable.Repeat(SlackStepStatus.Error, 6)],
            shown.Select(static one => one.Status));
        Assert.All(shown, static one => Assert.Equal("tasks: list tasks · my &lt;tasks&gt;", one.Title));
    }

    private static ResultTable Table(int rows, int columns, string cell) => new(
        "company", "select", [.. Enumerable.Range(0, columns).Select(static at => new ResultColumn($"c{at}", "text"))],
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Repeat<object?>(cell, columns).ToImmutableArray())], false);

    private static string Json(ImmutableArray<SlackPost> posts) => JsonSerializer.Serialize(posts.Select(static post => JsonSerializer.SerializeToNode(post.Blocks.ToArray(), SlackForm.Json)).ToArray<JsonNode?>());
}

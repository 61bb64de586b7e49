using System.Collections.Immutable;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Slack;

public sealed class CardShownTests
{
    [Fact]
    public void A_card_is_complete_and_no_value_looks_like_a_part_of_it()
    {
        var shown = Texts(Card(new("amount", "5", "77\nTarget\n  │ nothing *bold* <!channel> &amp;"), new("note", null, null)));

        Assert.Equal(
            [
                "```\nWhat\n  │ Change a row\nTarget\n  │ company: deals\nWho will see it\n  │ everybody\nWritten with words of\n  │ Mallory\n```",
                "```\namount, now\n  │ 5\namount, then\n  │ 77\n  │ Target\n  │   │ nothing *bold* &lt;!channel&gt; &amp;amp;\n```",
                "```\nnote, now: nothing\nnote, then: nothing\n```",
            ],
            shown);
    }

    [Theory]
    [InlineData("a ``` fence")]
    [InlineData("[a label](https://target.example/)")]
    [InlineData("invisible\u200b")]
    [InlineData("another\r\nline end")]
    public void A_card_whose_text_Slack_would_change_is_not_shown(string text)
    {
        Assert.Empty(Texts(Card(new CardField("amount", null, text))));
        Assert.Empty(Texts(Card(new CardField(text, null, "1"))));
    }

    [Fact]
    public void A_card_that_Slack_would_cut_is_not_shown()
    {
        Assert.Empty(Texts(Card(new CardField("page", null, new('x', 3_000)))));
        Assert.Empty(Texts(Card(new CardField("page", null, new('<', 800)))));
        Assert.Empty(Texts(Card([.. Enumerable.Range(0, 31).Select(static at => new CardField($"f{at}", null, "1"))])));
        Assert.Empty(Texts(Card([.. Enumerable.Range(0, 10).Select(static at => new CardField($"f{at}", null, new('x', 2_000)))])));
    }

    private static ConfirmationCard Card(params ImmutableArray<CardField> fields) =>
        new("Change a row", "company: deals", "everybody", fields, [new TextAuthor("s", "Mallory")], "digest");

    private static IEnumerable<string> Texts(ConfirmationCard card)
    {
        var blocks = CardShown.Of(card).Cast<SlackBlock.Section>().ToArray();
        Assert.All(blocks, static block => Assert.True(block.Expand));
        return blocks.Select(static block => block.Text.Text);
    }
}

using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Tests.Slack;

public sealed partial class SlackEscapeTests
{
    private static readonly string[] Pieces =
    [
        "<!channel>", "<!here|x>", "<@U0MALLORY>", "<#C1>", "<https://evil.example|https://good.example>", "[good](https://evil.example)", "![x](https://evil.example)",
        "[a [b]](https://evil.example)", "[x][y]\n\n[y]: https://evil.example", "`<!channel>`", "```\n<@U1>\n```", "&lt;!channel&gt;", "&amp;lt;", "\u202Egnp", "\u200B", "> quote", "a < b && c > d",
        "[", "](", "]", "(", "\n", "\n\n", " ", "**bold**", "😀", "x",
    ];

    [Theory]
    [InlineData("<!channel> <@U1> <#C1>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1&gt;")]
    [InlineData("`<!here>`", "`&lt;!here&gt;`")]
    [InlineData("[good](https://evil.example)", "good (https://evil.example)")]
    [InlineData("<https://evil.example|https://good.example>", "&lt;https://evil.example|https://good.example&gt;")]
    [InlineData("[a [b]](https://evil.example)", "[a [b]] (https://evil.example)")]
    [InlineData("[y]: https://evil.example", "[y] : https://evil.example")]
    [InlineData("https://a.example/?b=1&c=2", "https://a.example/?b=1&c=2")]
    [InlineData("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;")]
    [InlineData("&#60;!channel&#62;", "&amp;#60;!channel&amp;#62;")]
    [InlineData("> quote\n1 > 0", "> quote\n1 &gt; 0")]
    [InlineData("a\u202Eb\u200Bc", "abc")]
    public void Markdown_says_what_it_said_and_commands_nothing(string text, string expected) => Assert.Equal(expected, SlackEscape.Markdown(text));

    [Theory]
    [InlineData("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData("> quote", "&gt; quote")]
    public void A_text_object_has_all_three_characters_escaped(string text, string expected) => Assert.Equal(expected, SlackEscape.Mrkdwn(text));

    [Fact]
    public void No_text_makes_a_control_sequence_a_hidden_link_or_a_page_that_is_too_long() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary(),
        static text =>
        {
            var pages = MarkdownPages.Of(text, 200);
            return pages.All(static page => page.Length <= 200 && !page.Contains('<', StringComparison.Ordinal) && !HiddenLink().IsMatch(page))
                && Bare(string.Concat(pages)) == Bare(SlackEscape.Markdown(text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_long_answer_ends_a_page_at_a_paragraph_and_opens_a_cut_fence_again()
    {
        var code = string.Join('\n', Enumerable.Range(0, 200).Select(static at => $"line {at}"));
        var text = $"{new string('a', 500)}\n\n{new string('b', 480)}\n\n```sql\n{code}\n```\n\nThe end.";

        var pages = MarkdownPages.Of(text, 1000);

        Assert.Equal(new string('a', 500), pages[0]);
        Assert.StartsWith("```sql\n", pages[2], StringComparison.Ordinal);
        Assert.NotEmpty(pages[3..]);
        Assert.All(pages[3..], static page => Assert.StartsWith("```\n", page, StringComparison.Ordinal));
        Assert.All(pages, static page => Assert.Null(MarkdownFence.OpenAt(page)));
        Assert.EndsWith("The end.", pages[^1], StringComparison.Ordinal);
        Assert.Equal(200, pages.Sum(static page => page.Split('\n').Count(static line => line.StartsWith("line ", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_page_halves_neither_a_character_nor_an_entity()
    {
        var pages = MarkdownPages.Of(string.Concat(Enumerable.Repeat("😀<", 3000)), 997);

        Assert.All(pages, static page => Assert.Matches("^(?:😀|&lt;)+$", page));
    }

    [Fact]
    public void A_page_does_not_end_within_the_marks_of_a_fence()
    {
        var pages = MarkdownPages.Of($"```\n{new string('a', 155)}```{new string('b', 100)}", 200);

        Assert.Equal($"```\n{new string('a', 155)}\n```|```\n```{new string('b', 100)}", string.Join('|', pages));
    }

    /// <summary>The text alone: where pages end, and the marks of fences that they close and open again, are no part of it.</summary>
    private static string Bare(string text) => Fence().Replace(text, "").Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\(|\]:")]
    private static partial Regex HiddenLink();

    [GeneratedRegex("[`~]")]
    private static partial Regex Fence();
}

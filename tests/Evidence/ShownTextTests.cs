using Onbehalf.Visibility;

namespace Onbehalf.Tests.Evidence;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("[a](https://b.example)", "a (https://b.example)")]
    [InlineData("![a](https://b.example)", "a (https://b.example)")]
    [InlineData("[a](<https://b.example> \"title\")", "a (https://b.example)")]
    [InlineData("[a](https://b.example/(c)/d)", "a (https://b.example/(c)/d)")]
    [InlineData("[a]( https://b.example 'x')", "a (https://b.example)")]
    [InlineData("a\u200B\u202Eb", "ab")]
    public void A_reader_sees_where_a_link_leads(string text, string shown)
    {
        Assert.Equal(shown, ShownText.Of(text));
    }

    [Fact]
    public void Every_link_of_a_text_is_shown_not_only_the_first()
    {
        const string Line = "See [good](https://evil.example) and <b>.\n";

        Assert.DoesNotContain("](", ShownText.Of(string.Concat(Enumerable.Repeat(Line, 50))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[a](")]
    [InlineData("[a](b")]
    [InlineData("[a]( ")]
    [InlineData("[a](b(")]
    [InlineData("![a](<")]
    [InlineData("x")]
    [InlineData(" ")]
    public void A_text_that_never_closes_its_links_takes_no_longer_than_another(string piece)
    {
        var text = "[a](" + string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));
        var began = TimeProvider.System.GetTimestamp();

        ShownText.Of(text);

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }
}

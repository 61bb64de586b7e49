using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class MessageTextTests
{
    [Fact]
    public void Text_is_trimmed_and_loses_its_control_characters()
    {
        Assert.True(MessageText.TryParse("  one\r\ntwo\u0000\u001b[31m \u0085", out var text));

        Assert.Equal("one\ntwo[31m", text.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u0001\u0002")]
    [InlineData("\u200b\u200b \u202e\ufeff")]
    public void Nothing_is_not_a_message(string? text) => Assert.False(MessageText.TryParse(text, out _));

    [Fact]
    public void A_message_has_at_most_8000_characters()
    {
        Assert.True(MessageText.TryParse(new string('a', 8000) + "   ", out _));
        Assert.False(MessageText.TryParse(new string('a', 8001), out _));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.False(MessageText.TryParse("a\ud83d", out _));

    [Fact]
    public void First_words_end_at_a_word()
    {
        Assert.True(MessageText.TryParse("average salary by department of everybody here", out var text));

        Assert.Equal("average salary by…", text.FirstWords(22));
    }
}

using Onbehalf.Audit;

namespace Onbehalf.Tests.Audit;

public sealed class TypedTextTests
{
    [Theory]
    [InlineData("Deals 2026")]
    [InlineData("Семья 👨\u200D👩\u200D👧\u200D👦 ❤\uFE0F 1\uFE0F⃣ 👩🏽\u200D💻 🏳\uFE0F\u200D🌈")]
    [InlineData("می\u200Cخواهم کتاب\u200Cها")]
    [InlineData("क्\u200Dष श्री രാമന്\u200D")]
    [InlineData("مشروع جديد عبر שלום")]
    [InlineData("葛\U000E0100城")]
    [InlineData("e\u0301 ﬁ ™\uFE0F ↔\uFE0F")]
    public void What_an_emoji_or_a_word_needs_is_kept(string text)
    {
        Assert.Null(TypedText.FirstHidden(text));
        Assert.Equal(text, TypedText.Line(text));
    }

    [Theory]
    [InlineData("\u202Etitle", "title", 0x202E)]
    [InlineData("a\u2066b\u2069", "ab", 0x2066)]
    [InlineData("Count\U000E0041\U000E0042 it", "Count it", 0xE0041)]
    [InlineData("a\u200Db", "ab", 0x200D)]
    [InlineData("a\u200Cb", "ab", 0x200C)]
    [InlineData("a\uFE0F", "a", 0xFE0F)]
    [InlineData("\u200B\u200B", "", 0x200B)]
    [InlineData("\u200D👩", "👩", 0x200D)]
    [InlineData("شركة\u200F", "شركة", 0x200F)]
    [InlineData("soft\u00ADhyphen\uFEFF", "softhyphen", 0x00AD)]
    [InlineData("filler\u3164", "filler", 0x3164)]
    public void What_nobody_sees_is_found_and_left_out_of_a_line(string text, string line, int first)
    {
        Assert.Equal(first, TypedText.FirstHidden(text)?.Value);
        Assert.Equal(line, TypedText.Line(text));
    }

    [Fact]
    public void A_line_has_plain_spaces_and_no_breaks()
    {
        Assert.Null(TypedText.FirstHidden("one\ntwo\tthree\u00A0four"));
        Assert.Equal("onetwo three four", TypedText.Line(" one\ntwo\u3000three\u00A0four "));
    }

    [Theory]
    [InlineData("\u200B \u202E", false)]
    [InlineData("", false)]
    [InlineData("👍", true)]
    [InlineData("\u200Bx", true)]
    public void A_text_of_hidden_characters_alone_is_not_seen(string text, bool hasVisible) => Assert.Equal(hasVisible, TypedText.HasVisible(text));
}

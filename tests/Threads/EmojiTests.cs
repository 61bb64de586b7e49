using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class EmojiTests
{
    [Theory]
    [InlineData("👍")]
    [InlineData("❤️")]
    [InlineData("✅")]
    [InlineData("👩🏽‍💻")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    [InlineData("🇩🇪")]
    [InlineData("7️⃣")]
    [InlineData("©️")]
    [InlineData("👨‍👩‍👧‍👦")]
    public void One_picture_is_an_emoji(string text) => Assert.True(Emoji.TryParse(text, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("👍👍")]
    [InlineData("👍a")]
    [InlineData("†")]
    [InlineData("─")]
    [InlineData("a\u0301")]
    [InlineData("\u200d")]
    [InlineData("\ud83d")]
    [InlineData("<b>")]
    [InlineData("👨‍👩‍👧‍👦‍👨‍👩‍👧‍👦")]
    public void Letters_signs_and_rows_of_pictures_are_none(string? text) => Assert.False(Emoji.TryParse(text, out _));
}

using Onbehalf.Automations;

namespace Onbehalf.Tests.Automations;

public sealed class ContentReaderTests
{
    private static readonly WantedTrigger Rule = new("rule", Cron: "*/15 * * * *", TimeZone: "UTC", Source: "company", Sql: "select 1", Condition: new("changes"));

    [Theory]
    [InlineData("Count my deals.\U000E0041\U000E0042", "select 1", "prompt", "U+E0041")]
    [InlineData("Count my deals.\u202e hidden", "select 1", "prompt", "U+202E")]
    [InlineData("Count my deals.", "select 1 \u2066-- x", "trigger", "U+2066")]
    public void Law_6_a_text_that_somebody_agrees_to_has_no_hidden_characters(string prompt, string sql, string slug, string named)
    {
        var refused = Assert.IsType<ContentResult.Refused>(Reader().Read(new("Deals", prompt, Rule with { Sql = sql })));

        Assert.Equal(slug, refused.Slug);
        Assert.Contains(named, refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_of_hidden_characters_alone_is_none() =>
        Assert.Equal("title", Assert.IsType<ContentResult.Refused>(Reader().Read(new("\u200b\u202e", "Count", Rule))).Slug);

    private static ContentReader Reader() => new(null!, null!, TimeProvider.System);
}

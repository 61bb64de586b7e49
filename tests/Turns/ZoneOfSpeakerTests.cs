using System.Globalization;
using System.Text.Json;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Turns;

/// <summary>Words that mean another moment whenever they are read are settled once, when the call is kept.</summary>
public sealed class ZoneOfSpeakerTests
{
    private static readonly DateTimeOffset Said = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("schedule", "tomorrow at noon", "once", "2026-11-03T11:00Z", "Europe/Berlin")]
    [InlineData("once", "in 2 hours", "once", "2026-11-02T11:00Z", "Europe/Berlin")]
    [InlineData("once", "tomorrow at 9 New York time", "once", "2026-11-03T14:00Z", "America/New_York")]
    public void What_comes_once_becomes_a_moment_from_when_it_was_said(string kind, string words, string settled, string at, string zone)
    {
        var trigger = Fill(new { kind, words });

        Assert.Equal((settled, zone, null, "Europe/Berlin"), (Text(trigger, "kind"), Text(trigger, "timeZone"), Text(trigger, "words"), Text(trigger, "readerZone")));
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), trigger.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public void Every_other_week_counts_from_when_it_was_said()
    {
        var trigger = Fill(new { kind = "schedule", words = "every other Friday at 9" });

        Assert.Equal(("0 9 * * 5", null), (Text(trigger, "cron"), Text(trigger, "words")));
        Assert.Equal("2026-11-06", trigger.GetProperty("cycle").GetProperty("from").GetString());
    }

    [Fact]
    public void What_does_not_depend_on_when_it_is_read_stays_in_words()
    {
        var trigger = Fill(new { kind = "schedule", words = "every Monday at 8:00" });

        Assert.Equal(("every Monday at 8:00", "Europe/Berlin"), (Text(trigger, "words"), Text(trigger, "timeZone")));
    }

    [Fact]
    public void Where_the_reader_s_clock_is_says_the_message_and_not_the_model()
    {
        var named = Fill(new { kind = "schedule", words = "every Monday at 8:00", timeZone = "Asia/Tokyo", readerZone = "Asia/Tokyo" });
        var unknown = Fill(new { kind = "schedule", words = "every Monday at 8:00", readerZone = "Asia/Tokyo" }, null);

        Assert.Equal(("Asia/Tokyo", "Europe/Berlin"), (Text(named, "timeZone"), Text(named, "readerZone")));
        Assert.Null(Text(unknown, "readerZone"));
    }

    private static JsonElement Fill(object trigger, string? zone = "Europe/Berlin") => JsonDocument.Parse(ZoneOfSpeaker.FillIn(
        new("call", "create_automation", JsonSerializer.Serialize(new { title = "x", prompt = "x", trigger })), SpokenZone.Of(zone), Said)).RootElement.GetProperty("trigger");

    private static string? Text(JsonElement trigger, string name) => trigger.TryGetProperty(name, out var value) ? value.GetString() : null;
}

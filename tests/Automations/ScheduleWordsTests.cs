using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;

namespace Onbehalf.Tests.Automations;

/// <summary>Schedules in words, which read back as the same schedule.</summary>
public sealed class ScheduleWordsTests
{
    /// <summary>A Monday, 10:00 in Berlin.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("* * * * *", "every minute")]
    [InlineData("*/15 * * * *", "every 15 minutes")]
    [InlineData("0 * * * *", "every hour")]
    [InlineData("0 */6 * * *", "every 6 hours")]
    [InlineData("30 18 * * 1-5", "every weekday at 18:30")]
    [InlineData("0 8 * * 1", "every Monday at 8:00")]
    [InlineData("0 8 * * 1,3,5", "every Monday, Wednesday and Friday at 8:00")]
    [InlineData("0 9 1 * *", "on the 1st of every month at 9:00")]
    [InlineData("0 9 22 * *", "on the 22nd of every month at 9:00")]
    [InlineData("5 0 11 * *", "on the 11th of every month at 0:05")]
    [InlineData("0 9 1 3 *", "every year on 1 March at 9:00")]
    [InlineData("*/45 * * * *", "at minutes 0 and 45 of every hour")]
    [InlineData("*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour")]
    [InlineData("0 8 * * 1-3", "every Monday, Tuesday and Wednesday at 8:00")]
    [InlineData("0 9,17 * * *", "every day at 9:00 and 17:00")]
    [InlineData("0 9 * * 7", "every Sunday at 9:00")]
    [InlineData("0 9 * * 1, 3", "every Monday and Wednesday at 9:00")]
    [InlineData("0 9 * * fri-mon", "every Sunday, Monday, Friday and Saturday at 9:00")]
    [InlineData("0 0 9 * * 1-5", "every weekday at 9:00")]
    [InlineData("@daily", "every day at 0:00")]
    [InlineData("0 0 L * *", "on the last day of every month at 0:00")]
    [InlineData("0 9 1-7 * 1", "on the first Monday of every month at 9:00")]
    [InlineData("0 9 * * 5L", "on the last Friday of every month at 9:00")]
    [InlineData("0 9 1,15 * *", "on the 1st and 15th of every month at 9:00")]
    [InlineData("0 9 * * 1#2", "on the second Monday of every month at 9:00")]
    [InlineData("*/15 * * * 1-5", "every 15 minutes on weekdays")]
    [InlineData("0 9 1 1,4,7,10 *", "on the first day of every quarter at 9:00")]
    public void A_cron_is_said_in_words_that_read_back(string cron, string words)
    {
        Assert.Equal(words, TriggerWords.Schedule(cron));
        Assert.Equal(WakeTimes.Of(cron, "UTC", Now)!.From(Now, 20), WakeTimes.Of(Assert.IsType<SaidSchedule.Repeats>(Read(words)).Cron, "UTC", Now)!.From(Now, 20));
    }

    [Theory]
    [InlineData("every other Friday at 9:00, from 6 November 2026")]
    [InlineData("every 3 weeks on Monday and Friday at 9:00, from 6 November 2026")]
    [InlineData("every 2 weeks on Monday and Friday at 9:00 and 17:00, from 6 November 2026")]
    [InlineData("every other day at 9:00, from 3 November 2026")]
    [InlineData("every 3 days at 9:00, from 3 November 2026")]
    public void A_cycle_is_said_in_words_that_read_back(string words)
    {
        var read = Assert.IsType<SaidSchedule.Repeats>(Read(words));

        Assert.Equal(words, TriggerWords.Schedule(read.Cron, read.Cycle));
    }

    [Fact]
    public void Once_is_said_in_words_that_read_back()
    {
        var once = Assert.IsType<SaidSchedule.Once>(Read("tomorrow at 2:30 UTC"));
        var words = TriggerWords.Once(new(once.At, "Europe/Berlin"));

        Assert.Equal("once, on Tuesday 3 November 2026 at 3:30", words);
        Assert.Equal(once.At, Assert.IsType<SaidSchedule.Once>(Read(words)).At);
    }

    [Theory]
    [InlineData("*/90 * * * *")]
    [InlineData("0 8-10 * * *")]
    [InlineData("0 8 1 * 1")]
    [InlineData("0 8 31 2 *")]
    [InlineData("nonsense")]
    public void A_cron_without_words_says_none(string cron) => Assert.Null(ScheduleWords.Of(cron));

    private static SaidSchedule Read(string said) => SchedulePhrase.Read(said, Now, Berlin);
}

using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;

namespace Onbehalf.Tests.Automations;

public sealed class SchedulePhraseTests
{
    /// <summary>A Monday, 10:00 in Berlin.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("every Monday at 8:00", "0 8 * * 1")]
    [InlineData("Every monday at 8.", "0 8 * * 1")]
    [InlineData("on Mondays at 8 am", "0 8 * * 1")]
    [InlineData("every Tue and Fri at noon", "0 12 * * 2,5")]
    [InlineData("every Wednesday, Monday, and Sunday at 23:59", "59 23 * * 0,1,3")]
    [InlineData("every weekday at 18:30", "30 18 * * 1-5")]
    [InlineData("on weekends at 10", "0 10 * * 0,6")]
    [InlineData("daily at 7am", "0 7 * * *")]
    [InlineData("every day at 12am", "0 0 * * *")]
    [InlineData("each day at 12:15 pm", "15 12 * * *")]
    [InlineData("every morning at 6:45", "45 6 * * *")]
    [InlineData("on the first of every month at 9", "0 9 1 * *")]
    [InlineData("on the 15th of each month at 9:05pm", "5 21 15 * *")]
    [InlineData("monthly on the 31st at midnight", "0 0 31 * *")]
    [InlineData("every year on 1 March at 9:00", "0 9 1 3 *")]
    [InlineData("every 15 minutes", "*/15 * * * *")]
    [InlineData("every minute", "* * * * *")]
    [InlineData("hourly", "0 * * * *")]
    [InlineData("every  2   hours", "0 */2 * * *")]
    [InlineData("every evening at 6", "0 18 * * *")]
    [InlineData("every evening at 18:30", "30 18 * * *")]
    [InlineData("every night at 11", "0 23 * * *")]
    [InlineData("every night at 2", "0 2 * * *")]
    [InlineData("every afternoon at 3", "0 15 * * *")]
    [InlineData("every morning at 9 a.m.", "0 9 * * *")]
    [InlineData("every Monday evening at 7", "0 19 * * 1")]
    [InlineData("every day at 6 in the evening", "0 18 * * *")]
    [InlineData("every weekday morning at 8", "0 8 * * 1-5")]
    [InlineData("weekdays at 7 p.m.", "0 19 * * 1-5")]
    [InlineData("every monday 9am", "0 9 * * 1")]
    [InlineData("weekdays 8:30", "30 8 * * 1-5")]
    [InlineData("Mondays 9am", "0 9 * * 1")]
    [InlineData("9am every Monday", "0 9 * * 1")]
    [InlineData("at 9 and 17 every day", "0 9,17 * * *")]
    [InlineData("8:30 on weekdays", "30 8 * * 1-5")]
    [InlineData("first Monday of the month at 9", "0 9 1-7 * 1")]
    [InlineData("every first Monday of the month at 9", "0 9 1-7 * 1")]
    [InlineData("on the third Thursday of every month at 15:00", "0 15 15-21 * 4")]
    [InlineData("every second Tuesday of the month at 9", "0 9 8-14 * 2")]
    [InlineData("the last Friday of the month at 16:00", "0 16 * * 5L")]
    [InlineData("on the first and third Monday of every month at 9", "0 9 1-7,15-21 * 1")]
    [InlineData("the first weekday of every month at 9", "0 9 1W * *")]
    [InlineData("last working day of the month at noon", "0 12 LW * *")]
    [InlineData("on the last day of every month at 17:00", "0 17 L * *")]
    [InlineData("at the end of every month at 17:00", "0 17 L * *")]
    [InlineData("every month on the last day at 17:00", "0 17 L * *")]
    [InlineData("on the 1st and 15th at 9", "0 9 1,15 * *")]
    [InlineData("on the 1st and the 15th of every month at 9", "0 9 1,15 * *")]
    [InlineData("twice a month on the 1st and 15th at 9", "0 9 1,15 * *")]
    [InlineData("every 1st and 15th at 9", "0 9 1,15 * *")]
    [InlineData("on the first day of every quarter at 9", "0 9 1 1,4,7,10 *")]
    [InlineData("twice a day at 9 and 17", "0 9,17 * * *")]
    [InlineData("twice daily at 8am and 8pm", "0 8,20 * * *")]
    [InlineData("three times a day at 8, 12 and 18", "0 8,12,18 * * *")]
    [InlineData("every day at 9:30 and 17:30", "30 9,17 * * *")]
    [InlineData("every Monday to Friday at 9", "0 9 * * 1-5")]
    [InlineData("Mon-Fri at 9", "0 9 * * 1-5")]
    [InlineData("from Friday to Monday at 9", "0 9 * * 0,1,5,6")]
    [InlineData("weekly on Monday at 9", "0 9 * * 1")]
    [InlineData("once a week on Friday at 9", "0 9 * * 5")]
    [InlineData("every day at half past eight", "30 8 * * *")]
    [InlineData("every day at quarter to nine", "45 8 * * *")]
    [InlineData("every day at nine", "0 9 * * *")]
    [InlineData("every day at 9 o'clock", "0 9 * * *")]
    [InlineData("quarterly on the first day at 9", "0 9 1 1,4,7,10 *")]
    [InlineData("every work day at 9", "0 9 * * 1-5")]
    [InlineData("every hour on the hour", "0 * * * *")]
    [InlineData("every 2 hours on weekdays", "0 */2 * * 1-5")]
    [InlineData("every two hours", "0 */2 * * *")]
    [InlineData("every half hour", "*/30 * * * *")]
    [InlineData("every quarter of an hour", "*/15 * * * *")]
    [InlineData("every 120 minutes", "0 */2 * * *")]
    [InlineData("every hour on Monday", "0 * * * 1")]
    [InlineData("every 24 hours", "0 0 * * *")]
    [InlineData("15 minutes past every hour", "15 * * * *")]
    [InlineData("at minutes 0 and 45 of every hour", "0,45 * * * *")]
    [InlineData("every year on March 1 at 9", "0 9 1 3 *")]
    [InlineData("every 1 March at 9", "0 9 1 3 *")]
    [InlineData("1 March every year at 9", "0 9 1 3 *")]
    public void A_schedule_is_said_in_words(string said, string cron) => Assert.Equal(new SaidSchedule.Repeats(cron, null, null), Read(said));

    [Theory]
    [InlineData("every weekday at 8:30 Berlin time", "30 8 * * 1-5", "Europe/Berlin")]
    [InlineData("every weekday at 8:30 in Berlin", "30 8 * * 1-5", "Europe/Berlin")]
    [InlineData("every weekday at 8:30 Europe/Berlin", "30 8 * * 1-5", "Europe/Berlin")]
    [InlineData("every weekday at 8:30 (europe/berlin)", "30 8 * * 1-5", "Europe/Berlin")]
    [InlineData("every Monday at 9am New York time", "0 9 * * 1", "America/New_York")]
    [InlineData("every Monday at 9am Eastern time", "0 9 * * 1", "America/New_York")]
    [InlineData("every Monday at 9am US Pacific time", "0 9 * * 1", "America/Los_Angeles")]
    [InlineData("every Monday at 9 UTC", "0 9 * * 1", "UTC")]
    [InlineData("every Monday at 9 CET", "0 9 * * 1", "Europe/Berlin")]
    [InlineData("at 9 Tokyo time every Monday", "0 9 * * 1", "Asia/Tokyo")]
    [InlineData("every Monday at 9 London time", "0 9 * * 1", "Europe/London")]
    [InlineData("every Monday at 9 my time", "0 9 * * 1", null)]
    public void A_zone_in_the_words_goes_before(string said, string cron, string? zone) => Assert.Equal(new SaidSchedule.Repeats(cron, null, zone), Read(said));

    [Theory]
    [InlineData("every other Friday at 9", "0 9 * * 5", "week", 2, "2026-11-06")]
    [InlineData("every second Monday at 9", "0 9 * * 1", "week", 2, "2026-11-09")]
    [InlineData("every other Monday at 11", "0 11 * * 1", "week", 2, "2026-11-02")]
    [InlineData("every 2 weeks on Friday at 9", "0 9 * * 5", "week", 2, "2026-11-06")]
    [InlineData("every other week on Tuesday and Thursday at 9", "0 9 * * 2,4", "week", 2, "2026-11-03")]
    [InlineData("fortnightly on Friday at noon", "0 12 * * 5", "week", 2, "2026-11-06")]
    [InlineData("Fridays every three weeks at 9", "0 9 * * 5", "week", 3, "2026-11-06")]
    [InlineData("every other day at 9", "0 9 * * *", "day", 2, "2026-11-03")]
    [InlineData("every 3 days at 18:00", "0 18 * * *", "day", 3, "2026-11-02")]
    [InlineData("every other Friday at 9, from 13 November 2026", "0 9 * * 5", "week", 2, "2026-11-13")]
    [InlineData("every other Friday at 9 starting 13 November", "0 9 * * 5", "week", 2, "2026-11-13")]
    public void Every_other_counts_from_its_first_time(string said, string cron, string unit, int length, string from) => Assert.Equal(
        new SaidSchedule.Repeats(cron, new(unit, length, DateOnly.Parse(from, CultureInfo.InvariantCulture)), null), Read(said));

    [Theory]
    [InlineData("tomorrow at noon", "2026-11-03T12:00+01:00")]
    [InlineData("noon tomorrow", "2026-11-03T12:00+01:00")]
    [InlineData("once tomorrow at noon", "2026-11-03T12:00+01:00")]
    [InlineData("tomorrow morning at 8", "2026-11-03T08:00+01:00")]
    [InlineData("tomorrow evening at 6", "2026-11-03T18:00+01:00")]
    [InlineData("tomorrow 9am", "2026-11-03T09:00+01:00")]
    [InlineData("today at 17:00", "2026-11-02T17:00+01:00")]
    [InlineData("tonight at 8", "2026-11-02T20:00+01:00")]
    [InlineData("this evening at 6", "2026-11-02T18:00+01:00")]
    [InlineData("the day after tomorrow at 9", "2026-11-04T09:00+01:00")]
    [InlineData("on Friday at 9", "2026-11-06T09:00+01:00")]
    [InlineData("Monday at 9", "2026-11-09T09:00+01:00")]
    [InlineData("Monday at 11", "2026-11-02T11:00+01:00")]
    [InlineData("next Monday at 11", "2026-11-09T11:00+01:00")]
    [InlineData("on 3 December at 9", "2026-12-03T09:00+01:00")]
    [InlineData("on December 3rd, 2027 at 9", "2027-12-03T09:00+01:00")]
    [InlineData("on 1 November at 9", "2027-11-01T09:00+01:00")]
    [InlineData("2026-12-03 at 9:30", "2026-12-03T09:30+01:00")]
    [InlineData("once, on Tuesday 3 November 2026 at 12:00", "2026-11-03T12:00+01:00")]
    [InlineData("in 2 hours", "2026-11-02T12:00+01:00")]
    [InlineData("in two hours", "2026-11-02T12:00+01:00")]
    [InlineData("2 hours from now", "2026-11-02T12:00+01:00")]
    [InlineData("in an hour", "2026-11-02T11:00+01:00")]
    [InlineData("in half an hour", "2026-11-02T10:30+01:00")]
    [InlineData("in 1.5 hours", "2026-11-02T11:30+01:00")]
    [InlineData("in an hour and a half", "2026-11-02T11:30+01:00")]
    [InlineData("2026-12-03T09:30", "2026-12-03T09:30+01:00")]
    [InlineData("tomorrow at 9 in New York", "2026-11-03T14:00Z")]
    [InlineData("in 90 minutes", "2026-11-02T11:30+01:00")]
    [InlineData("in 2 hours and 30 minutes", "2026-11-02T12:30+01:00")]
    [InlineData("in 3 days at 9", "2026-11-05T09:00+01:00")]
    [InlineData("in 2 weeks", "2026-11-16T10:00+01:00")]
    [InlineData("tomorrow at 2:30 UTC", "2026-11-03T02:30Z")]
    [InlineData("tomorrow at 9 New York time", "2026-11-03T14:00Z")]
    public void A_time_that_comes_once_is_once(string said, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Assert.IsType<SaidSchedule.Once>(Read(said)).At);

    [Fact]
    public void In_an_hour_is_the_first_whole_minute_that_is_not_earlier() => Assert.Equal(
        Now.AddMinutes(61), Assert.IsType<SaidSchedule.Once>(SchedulePhrase.Read("in an hour", Now.AddSeconds(1), Berlin)).At);

    [Theory]
    [InlineData("sometimes")]
    [InlineData("every Monday")]
    [InlineData("every Monday at 25:00")]
    [InlineData("every Monday at 8:60")]
    [InlineData("every Monday at 13pm")]
    [InlineData("every Mo at 8")]
    [InlineData("every Blursday at 8")]
    [InlineData("every 7 minutes")]
    [InlineData("every 0 minutes")]
    [InlineData("every 90 minutes")]
    [InlineData("on the 32nd of every month at 9")]
    [InlineData("every year on 30 February at 9")]
    [InlineData("every Monday at 8:00; rm -rf")]
    [InlineData("every evening at 6am")]
    [InlineData("every morning at 9 pm")]
    [InlineData("every morning at 15:00")]
    [InlineData("every evening at 12")]
    [InlineData("twice a day")]
    [InlineData("twice a day at 9")]
    [InlineData("every day at 9:00 and 17:30")]
    [InlineData("today at 8")]
    [InlineData("tomorrow")]
    [InlineData("at 9")]
    [InlineData("on the 15th at 9")]
    [InlineData("Friday night at 1")]
    [InlineData("every Monday at 9 Gotham time")]
    [InlineData("every other weekday at 9")]
    [InlineData("every third Monday at 9")]
    [InlineData("on Monday 3 November at 9")]
    [InlineData("tomorrow at 9 and 17")]
    [InlineData("every 7 hours")]
    [InlineData("in 0 minutes")]
    [InlineData("once every now and then")]
    [InlineData("every evening")]
    [InlineData("every Monday at 9 from today")]
    [InlineData("")]
    public void What_is_not_in_the_grammar_is_not_guessed(string said) => Assert.NotEmpty(Assert.IsType<SaidSchedule.NotUnderstood>(Read(said)).Reason);

    [Theory]
    [InlineData("every Monday", "At what time?")]
    [InlineData("tomorrow", "At what time?")]
    [InlineData("twice a day", "At which 2 times?")]
    [InlineData("every 90 minutes", "do not divide an hour evenly")]
    [InlineData("every Monday at 9 Gotham time", "Gotham")]
    [InlineData("today at 8", "is in the past")]
    [InlineData("every day at 9:00 and 17:30", "second automation")]
    [InlineData("every evening at 6am", "no time in the evening")]
    [InlineData("sometimes", "tomorrow at noon")]
    public void A_refusal_names_its_reason(string said, string reason) =>
        Assert.Contains(reason, Assert.IsType<SaidSchedule.NotUnderstood>(Read(said)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Every_example_of_the_help_is_understood() => Assert.All(
        SchedulePhrase.Help.Split('“').Skip(1).Select(static part => part[..part.IndexOf('”', StringComparison.Ordinal)]), static example => Assert.IsNotType<SaidSchedule.NotUnderstood>(Read(example)));

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

using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;

namespace Onbehalf.Tests.Automations;

/// <summary>Schedules as people type them: odd zones, offsets, days without commas. Each is read right or refused with its reason.</summary>
public sealed class TypedSchedulesTests
{
    /// <summary>A Monday, 10:00 in Berlin.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("weekdays at 9 except Friday", "0 9 * * 1,2,3,4")]
    [InlineData("every day at 9 except weekends", "0 9 * * 1-5")]
    [InlineData("every weekday at 9 but not on Friday", "0 9 * * 1,2,3,4")]
    [InlineData("weekly at 9 on Monday", "0 9 * * 1")]
    [InlineData("Monday at 9 every week", "0 9 * * 1")]
    [InlineData("every week Monday at 9", "0 9 * * 1")]
    [InlineData("every month at 9 on the 1st", "0 9 1 * *")]
    [InlineData("on the 1st at 9 every month", "0 9 1 * *")]
    [InlineData("monthly on day 15 at 9", "0 9 15 * *")]
    [InlineData("on day 15 of every month at 9", "0 9 15 * *")]
    [InlineData("every 2nd and 4th Thursday at 9", "0 9 8-14,22-28 * 4")]
    [InlineData("mon wed fri at 9", "0 9 * * 1,3,5")]
    [InlineData("every wed. at 9", "0 9 * * 3")]
    [InlineData("every Monday and every Thursday at 9", "0 9 * * 1,4")]
    [InlineData("on Monday and on Thursday at 9", "0 9 * * 1,4")]
    [InlineData("Mon–Fri at 9", "0 9 * * 1-5")]
    [InlineData("every hour from Monday to Friday", "0 * * * 1-5")]
    [InlineData("every day at 9 and at 17", "0 9,17 * * *")]
    [InlineData("daily at 0900", "0 9 * * *")]
    [InlineData("every Monday 0900", "0 9 * * 1")]
    [InlineData("daily at 9:00:00", "0 9 * * *")]
    [InlineData("daily at 9 sharp", "0 9 * * *")]
    [InlineData("every monday at 9 oclock", "0 9 * * 1")]
    [InlineData("daily at ten past nine", "10 9 * * *")]
    [InlineData("daily at twenty-five minutes to nine", "35 8 * * *")]
    [InlineData("nightly at 2", "0 2 * * *")]
    [InlineData("please run it every Monday at 9", "0 9 * * 1")]
    public void Other_orders_and_spellings_mean_the_same(string said, string cron) => Assert.Equal(new SaidSchedule.Repeats(cron, null, null), Read(said));

    [Theory]
    [InlineData("every Monday at 9am Tokyo", "Asia/Tokyo")]
    [InlineData("every Monday at 9am Irish time", "Europe/Dublin")]
    [InlineData("every Monday at 09:00Z", "UTC")]
    [InlineData("every Monday at 9 UTC+0", "UTC")]
    [InlineData("every Monday at 9 CET/CEST", "Europe/Berlin")]
    public void A_zone_has_many_names(string said, string zone) => Assert.Equal(new SaidSchedule.Repeats("0 9 * * 1", null, zone), Read(said));

    [Theory]
    [InlineData("in 1h30m", "2026-11-02T11:30+01:00")]
    [InlineData("in 1h30", "2026-11-02T11:30+01:00")]
    [InlineData("in a fortnight", "2026-11-16T10:00+01:00")]
    [InlineData("in 2 months at 9", "2027-01-02T09:00+01:00")]
    [InlineData("tmrw at 9", "2026-11-03T09:00+01:00")]
    [InlineData("coming Friday at noon", "2026-11-06T12:00+01:00")]
    [InlineData("Friday next week at 9", "2026-11-13T09:00+01:00")]
    [InlineData("next week on Monday at 9", "2026-11-09T09:00+01:00")]
    [InlineData("01.12.2026 9:00", "2026-12-01T09:00+01:00")]
    [InlineData("tomorrow at 9 UTC+2", "2026-11-03T09:00+02:00")]
    [InlineData("tomorrow at 0:30 GMT+05:30", "2026-11-03T00:30+05:30")]
    [InlineData("today at 18:00 UTC-3", "2026-11-02T18:00-03:00")]
    [InlineData("2026-12-01T09:00Z", "2026-12-01T09:00Z")]
    [InlineData("2026-12-01T09:00:00-08:00", "2026-12-01T09:00-08:00")]
    [InlineData("2026-12-01 09:00", "2026-12-01T09:00+01:00")]
    public void One_moment_can_have_an_offset(string said, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Assert.IsType<SaidSchedule.Once>(Read(said)).At);

    [Theory]
    [InlineData("every 3 days at 18:00 starting tomorrow", "2026-11-03")]
    [InlineData("every 3 days at 18:00, from next Monday", "2026-11-09")]
    public void A_cycle_can_begin_on_a_day_in_words(string said, string from) =>
        Assert.Equal(DateOnly.Parse(from, CultureInfo.InvariantCulture), Assert.IsType<SaidSchedule.Repeats>(Read(said)).Cycle?.From);

    [Theory]
    [InlineData("every Monday at 9 UTC+2", "“UTC+2” is no time zone")]
    [InlineData("every Monday at 9 IST", "“Kolkata time”, “Dublin time” or “Jerusalem time”")]
    [InlineData("tomorrow at 9 CST", "“Chicago time”, “Shanghai time” or “Havana time”")]
    [InlineData("on the 15th at 9", "one day or a day of every month")]
    [InlineData("on day 15 at 9", "one day or a day of every month")]
    [InlineData("every third Friday at 9", "on the third Friday of every month")]
    [InlineData("fortnightly at 9", "On which day of the week?")]
    [InlineData("every two weeks at 9", "On which day of the week?")]
    [InlineData("every 2 months on the 1st at 9", "0 9 1 */2 *")]
    [InlineData("every hour between 9 and 17", "0 9-17 * * 1-5")]
    [InlineData("every 8 hours starting at 6", "begins at midnight")]
    [InlineData("every January at 9", "every 1 January at 9:00")]
    [InlineData("on 31 November at 9", "November has no day 31")]
    [InlineData("12/1/2026 at 9", "read differently")]
    [InlineData("daily at half nine", "“half nine” means two times")]
    [InlineData("daily at 24:00", "0:00 of the day that begins")]
    [InlineData("daily at 9:00:30", "no seconds")]
    [InlineData("every 30 seconds", "once a minute")]
    [InlineData("every day at 9 until Friday", "has no end")]
    [InlineData("immediately", "in 5 minutes")]
    [InlineData("every other Monday and every Thursday at 9", "Say it like one of these")]
    [InlineData("tomorrow at 9:00-12:00", "Say it like one of these")]
    [InlineData("Sunday next week at 9", "Say it like one of these")]
    public void A_refusal_says_what_to_say_instead(string said, string reason) =>
        Assert.Contains(reason, Assert.IsType<SaidSchedule.NotUnderstood>(Read(said)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("2027-03-28 at 2:30", "2027-03-28T03:00+02:00")]
    [InlineData("2026-10-25 at 2:30", "2026-10-25T02:30+02:00")]
    [InlineData("2026-10-25 at 2:30 UTC+1", "2026-10-25T02:30+01:00")]
    public void A_day_of_a_clock_change_has_its_moment(string said, string at) => Assert.Equal(
        DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
        Assert.IsType<SaidSchedule.Once>(SchedulePhrase.Read(said, new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), Berlin)).At);

    private static SaidSchedule Read(string said) => SchedulePhrase.Read(said, Now, Berlin);
}

using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;

namespace Onbehalf.Tests.Automations;

public sealed class WakeTimesTests
{
    public static TheoryData<string, string, string, string, string[]> Cases => new()
    {
        { "a weekly time in winter", "0 8 * * 1", "Europe/Berlin", "2026-11-02T06:00Z", ["2026-11-02T07:00Z", "2026-11-09T07:00Z"] },
        { "the same local time on both sides of a clock change", "0 8 * * 1", "Europe/Berlin", "2026-10-18T12:00Z", ["2026-10-19T06:00Z", "2026-10-26T07:00Z"] },
        { "not the moment itself", "0 8 * * *", "UTC", "2026-11-02T08:00Z", ["2026-11-03T08:00Z"] },
        { "a skipped local time runs once, at the first valid moment", "30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", ["2026-03-29T01:00Z", "2026-03-30T00:30Z"] },
        { "several skipped local times are one", "*/15 * * * *", "Europe/Berlin", "2026-03-29T00:44Z", ["2026-03-29T00:45Z", "2026-03-29T01:00Z", "2026-03-29T01:15Z"] },
        { "a doubled local time runs once, the first time", "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", ["2026-10-25T00:30Z", "2026-10-26T01:30Z"] },
        { "an interval goes on in a doubled hour", "*/30 * * * *", "Europe/Berlin", "2026-10-24T23:50Z", ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:00Z", "2026-10-25T01:30Z", "2026-10-25T02:00Z"] },
        { "asked in the second pass of a doubled hour", "*/30 * * * *", "Europe/Berlin", "2026-10-25T01:10Z", ["2026-10-25T01:30Z", "2026-10-25T02:00Z"] },
        { "an interval of one night in Berlin", "*/30 2 31 10 *", "Europe/Berlin", "2027-10-30T12:00Z", ["2027-10-31T00:00Z", "2027-10-31T00:30Z", "2027-10-31T01:00Z", "2027-10-31T01:30Z", "2028-10-31T01:00Z"] },
        { "an interval of one night in New York", "*/15 1 7 11 *", "America/New_York", "2027-11-07T05:20Z", ["2027-11-07T05:30Z", "2027-11-07T05:45Z", "2027-11-07T06:00Z", "2027-11-07T06:15Z", "2027-11-07T06:30Z", "2027-11-07T06:45Z", "2028-11-07T06:00Z"] },
        { "hourly through a doubled hour", "0 * * * *", "Europe/Dublin", "2026-10-24T23:30Z", ["2026-10-25T00:00Z", "2026-10-25T01:00Z", "2026-10-25T02:00Z"] },
        { "a clock that is set back for Ramadan", "0 0-3 * * *", "Africa/Casablanca", "2027-02-06T20:00Z", ["2027-02-06T23:00Z", "2027-02-07T00:00Z", "2027-02-07T01:00Z", "2027-02-07T02:00Z", "2027-02-07T03:00Z", "2027-02-08T00:00Z"] },
        { "an interval through a doubled half hour", "*/15 1 * * *", "Australia/Lord_Howe", "2027-04-03T14:20Z", ["2027-04-03T14:30Z", "2027-04-03T14:45Z", "2027-04-03T15:00Z", "2027-04-03T15:15Z", "2027-04-04T14:30Z"] },
        { "named times in a doubled hour are there once", "0,30 2 * * *", "Europe/Berlin", "2026-10-24T20:00Z", ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-26T01:00Z"] },
        { "hours that wrap around midnight", "0 22-2 * * *", "UTC", "2026-11-02T12:00Z", ["2026-11-02T22:00Z", "2026-11-02T23:00Z", "2026-11-03T00:00Z", "2026-11-03T01:00Z", "2026-11-03T02:00Z", "2026-11-03T22:00Z"] },
        { "names that wrap around the week", "0 9 * * fri-mon", "UTC", "2026-11-02T12:00Z", ["2026-11-06T09:00Z", "2026-11-07T09:00Z", "2026-11-08T09:00Z", "2026-11-09T09:00Z", "2026-11-13T09:00Z"] },
        { "weekdays that wrap", "0 9 * * 6-1", "UTC", "2026-11-02T12:00Z", ["2026-11-07T09:00Z", "2026-11-08T09:00Z", "2026-11-09T09:00Z", "2026-11-14T09:00Z"] },
        { "months that wrap around the year", "0 9 1 nov-feb *", "UTC", "2026-11-02T12:00Z", ["2026-12-01T09:00Z", "2027-01-01T09:00Z", "2027-02-01T09:00Z", "2027-11-01T09:00Z"] },
        { "minutes that wrap around the hour", "50-1 * * * *", "UTC", "2026-11-02T12:57Z", ["2026-11-02T12:58Z", "2026-11-02T12:59Z", "2026-11-02T13:00Z", "2026-11-02T13:01Z", "2026-11-02T13:50Z"] },
        { "7 is Sunday", "0 9 * * 7", "UTC", "2026-11-02T12:00Z", ["2026-11-08T09:00Z", "2026-11-15T09:00Z"] },
        { "1 to 7 is every day", "0 9 * * 1-7", "UTC", "2026-11-02T12:00Z", ["2026-11-03T09:00Z", "2026-11-04T09:00Z", "2026-11-05T09:00Z", "2026-11-06T09:00Z", "2026-11-07T09:00Z", "2026-11-08T09:00Z"] },
        { "six fields, the first for seconds", "0 0 9 * * 1-5", "UTC", "2026-11-06T12:00Z", ["2026-11-09T09:00Z"] },
        { "a macro", "@daily", "Europe/Berlin", "2026-11-02T12:00Z", ["2026-11-02T23:00Z"] },
        { "a macro of a week", "@weekly", "UTC", "2026-11-02T12:00Z", ["2026-11-08T00:00Z"] },
        { "full names", "0 9 * December Monday", "UTC", "2026-11-02T12:00Z", ["2026-12-07T09:00Z"] },
        { "the last day", "0 0 L * *", "UTC", "2027-02-02T12:00Z", ["2027-02-28T00:00Z", "2027-03-31T00:00Z"] },
        { "the last Friday by name", "0 9 * * FRIL", "UTC", "2026-11-02T12:00Z", ["2026-11-27T09:00Z", "2026-12-25T09:00Z"] },
        { "the first Monday", "0 9 * * mon#1", "UTC", "2026-11-02T12:00Z", ["2026-12-07T09:00Z"] },
        { "a question mark", "0 9 ? * 1", "UTC", "2026-11-02T12:00Z", ["2026-11-09T09:00Z"] },
        { "a step that does not fit names its real times", "*/45 * * * *", "UTC", "2026-11-02T12:00Z", ["2026-11-02T12:45Z", "2026-11-02T13:00Z", "2026-11-02T13:45Z"] },
        { "a clock change of half an hour", "15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00Z", ["2026-10-03T15:30Z"] },
        { "a midnight that is skipped", "0 0 * * *", "America/Santiago", "2026-09-05T12:00Z", ["2026-09-06T04:00Z", "2026-09-07T03:00Z"] },
        { "the day that is there every four years", "0 9 29 2 *", "UTC", "2026-01-01T00:00Z", ["2028-02-29T09:00Z", "2032-02-29T09:00Z"] },
        { "the day that a century leaves out", "0 9 29 2 *", "UTC", "2096-03-01T00:00Z", ["2104-02-29T09:00Z"] },
        { "the 31st, in the months that have one", "0 9 31 * *", "UTC", "2026-01-31T09:00Z", ["2026-03-31T09:00Z", "2026-05-31T09:00Z"] },
        { "day and weekday must both fit", "0 9 13 * 5", "UTC", "2026-01-01T00:00Z", ["2026-02-13T09:00Z", "2026-03-13T09:00Z"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_schedule_fires_when_its_zone_s_clock_says_so(string name, string cron, string zone, string from, string[] expected)
    {
        var times = WakeTimes.Of(cron, zone, Moment(from));

        Assert.True(times is not null, name);
        Assert.Equal(expected.Select(Moment), times.From(Moment(from), expected.Length));
    }

    [Theory]
    [InlineData("0 0 30 2 *", "UTC")]
    [InlineData("0 0 31 4 *", "Europe/Berlin")]
    [InlineData("* * * *", "UTC")]
    [InlineData("* * * * * *", "UTC")]
    [InlineData("30 0 9 * * 1-5", "UTC")]
    [InlineData("*/90 * * * *", "UTC")]
    [InlineData("*/60 * * * *", "UTC")]
    [InlineData("0 */24 * * *", "UTC")]
    [InlineData("0 9 * * 8", "UTC")]
    [InlineData("0 9 * 0 *", "UTC")]
    [InlineData("0 9 1,L * *", "UTC")]
    [InlineData("@reboot", "UTC")]
    [InlineData("61 * * * *", "UTC")]
    [InlineData("", "UTC")]
    [InlineData("0 8 * * 1", "Mars/Olympus")]
    [InlineData("0 8 * * 1", "../../etc/passwd")]
    [InlineData("0 8 * * 1", "W. Europe Standard Time")]
    [InlineData("0 8 * * 1", "")]
    public void What_never_fires_is_no_schedule(string cron, string zone) => Assert.Null(WakeTimes.Of(cron, zone, Moment("2026-11-02T06:00Z")));

    [Theory]
    [InlineData("*/90 * * * *", "2026-11-02T06:00Z", "2026-11-02T07:00Z")]
    [InlineData("0 */36 * * *", "2026-11-02T06:00Z", "2026-11-03T00:00Z")]
    [InlineData("10-50/70 * * * *", "2026-11-02T06:00Z", "2026-11-02T06:10Z")]
    [InlineData("0 9 * * Mond", "2026-11-02T06:00Z", "2026-11-02T09:00Z")]
    public void What_was_agreed_to_with_a_step_that_is_refused_now_fires_as_before(string cron, string from, string next) =>
        Assert.Equal(Moment(next), WakeTimes.Of(new Trigger.Schedule(cron, "UTC"), Moment(from))?.After(Moment(from)));

    [Theory]
    [InlineData("week", 2, "2026-11-06", "0 9 * * 5", "2026-11-02T12:00Z", new[] { "2026-11-06T09:00Z", "2026-11-20T09:00Z", "2026-12-04T09:00Z" })]
    [InlineData("week", 2, "2026-11-06", "0 9 * * 5", "2026-11-06T09:00Z", new[] { "2026-11-20T09:00Z" })]
    [InlineData("week", 3, "2026-11-02", "0 9 * * 0,1", "2026-11-02T12:00Z", new[] { "2026-11-08T09:00Z", "2026-11-23T09:00Z", "2026-11-29T09:00Z" })]
    [InlineData("day", 2, "2026-11-03", "0 9 * * *", "2026-11-02T12:00Z", new[] { "2026-11-03T09:00Z", "2026-11-05T09:00Z", "2026-11-07T09:00Z" })]
    [InlineData("day", 3, "2027-01-01", "0 9 * * *", "2026-11-02T12:00Z", new[] { "2026-11-05T09:00Z", "2026-11-08T09:00Z" })]
    public void A_cycle_leaves_out_weeks_or_days(string unit, int length, string from, string cron, string now, string[] expected) => Assert.Equal(
        expected.Select(Moment),
        WakeTimes.Of(new Trigger.Schedule(cron, "UTC", new(unit, length, DateOnly.Parse(from, CultureInfo.InvariantCulture))), Moment(now))!.From(Moment(now), expected.Length));

    [Fact]
    public void Once_has_one_time_and_after_it_none()
    {
        var once = new Trigger.Once(Moment("2026-11-03T11:00Z"), "Europe/Berlin");

        Assert.Equal([once.At], WakeTimes.Of(once, Moment("2026-11-02T06:00Z"))!.From(Moment("2026-11-02T06:00Z"), 5));
        Assert.Null(WakeTimes.Of(once, once.At));
    }

    [Theory]
    [InlineData("* * * *", "This one has 4")]
    [InlineData("30 0 9 * * 1-5", "more often than once a minute")]
    [InlineData("*/90 * * * *", "steps restart every hour")]
    [InlineData("0 25 * * *", "25 is no hour: it is a number from 0 to 23")]
    [InlineData("0 9 * * funday", "is no weekday")]
    [InlineData("0 9 * * 8", "8 is no weekday")]
    [InlineData("@reboot", "names no time")]
    [InlineData("0 9 1,L * *", "cannot be in a list")]
    [InlineData("0 9 32W * *", "write 1W to 31W")]
    [InlineData("000 9 * * *", "“000” is no minute")]
    [InlineData("0 9 L-31 * *", "write L-1 to L-30")]
    [InlineData("CRON_TZ=Europe/Berlin 0 9 * * *", "no time zone in its text")]
    [InlineData("0 9 * * * Europe/Berlin", "no time zone in its text")]
    public void A_refusal_has_the_true_reason(string cron, string reason) => Assert.Contains(reason, Assert.IsType<CronResult.Refused>(Cron.Parse(cron)).Reason, StringComparison.Ordinal);

    [Fact]
    public void It_never_fires_twice_in_a_minute_or_backwards()
    {
        var year = WakeTimes.Of("*/20 * * * *", "Europe/Berlin", Moment("2026-01-01T00:00Z"))!.From(Moment("2026-01-01T00:00Z"), 27_000).ToArray();

        Assert.All(year.Zip(year.Skip(1)), static pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(20)));
        Assert.True(year[^1] > Moment("2027-01-01T00:00Z"));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

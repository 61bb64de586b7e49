using System.Globalization;
using Onbehalf.Automations;

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
        { "a doubled hour runs once", "*/30 * * * *", "Europe/Berlin", "2026-10-24T23:50Z", ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T02:00Z"] },
        { "asked in the second pass of a doubled hour", "*/30 * * * *", "Europe/Berlin", "2026-10-25T01:10Z", ["2026-10-25T02:00Z"] },
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
    [InlineData("61 * * * *", "UTC")]
    [InlineData("@daily", "UTC")]
    [InlineData("", "UTC")]
    [InlineData("0 8 * * 1", "Mars/Olympus")]
    [InlineData("0 8 * * 1", "../../etc/passwd")]
    [InlineData("0 8 * * 1", "W. Europe Standard Time")]
    [InlineData("0 8 * * 1", "")]
    public void What_never_fires_is_no_schedule(string cron, string zone) => Assert.Null(WakeTimes.Of(cron, zone, Moment("2026-11-02T06:00Z")));

    [Fact]
    public void It_never_fires_twice_in_a_minute_or_backwards()
    {
        var year = WakeTimes.Of("*/20 * * * *", "Europe/Berlin", Moment("2026-01-01T00:00Z"))!.From(Moment("2026-01-01T00:00Z"), 27_000).ToArray();

        Assert.All(year.Zip(year.Skip(1)), static pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(20)));
        Assert.True(year[^1] > Moment("2027-01-01T00:00Z"));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

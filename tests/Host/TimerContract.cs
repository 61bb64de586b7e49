using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Host.Timers;
using Onbehalf.Tests.App;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Host;

public sealed class TimerContract
{
    private static readonly (string, string) EverySecond = ("TICK", "* * * * * *");

    [Theory]
    [InlineData("0 30 9 * * *", "2026-03-01T09:29:59Z", "2026-03-01T09:30:00Z")]
    [InlineData("30 9 * * *", "2026-03-01T09:30:00Z", "2026-03-02T09:30:00Z")]
    [InlineData("*/15 * * * * *", "2026-03-01T09:29:44Z", "2026-03-01T09:29:45Z")]
    public void A_schedule_has_six_fields_or_five_and_is_utc(string schedule, string after, string expected)
    {
        var next = TimerSchedule.Parse("Timer", schedule).After(Utc(after));

        Assert.Equal(Utc(expected), next);
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Theory]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:29:59.998Z", "2026-03-01T09:30:01Z")]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.004Z", "2026-03-01T09:30:01Z")]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:31:07.300Z", "2026-03-01T09:31:08Z")]
    public void An_occurrence_that_ran_before_its_time_is_not_the_next_one(string occurrence, string now, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse("Timer", "* * * * * *").AfterRun(Utc(occurrence), Utc(now)));

    [Fact]
    public async Task A_schedule_that_is_none_stops_the_start_and_names_its_timer()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(("TICK", "every now and then")));

        Assert.Contains("every now and then", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_timer_knows_its_schedule_and_an_unwatched_one_does_not()
    {
        await using var app = await TestApp.StartAsync(EverySecond);

        var watched = await FirstAsync(app, "Watched");
        var unwatched = await FirstAsync(app, "Unwatched");

        Assert.NotNull(watched.ScheduleStatus);
        Assert.Null(unwatched.ScheduleStatus);
    }

    [Fact]
    public async Task A_timer_can_run_at_start_and_others_wait_for_their_time()
    {
        await using var app = await TestApp.StartAsync();

        var tick = await FirstAsync(app, "AtStart");

        Assert.False(tick.IsPastDue);
        Assert.Empty(app.Service<TickLog>().Of("Rare"));
    }

    [Fact]
    public async Task An_occurrence_that_nobody_ran_is_past_due_at_the_next_start()
    {
        var hub = TestApp.FreshHub();
        await using (var before = await TestApp.StartAsync(("HUB", hub)))
            await FirstAsync(before, "AtStart");
        var rows = new TableClient(await Azurite.ConnectionStringAsync(), $"{hub}timers");
        var row = (await rows.GetEntityAsync<TimerRow>(TimerRow.Partition, "Rare")).Value;
        row.Next = DateTimeOffset.UtcNow.AddHours(-1);
        await rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        await using var after = await TestApp.StartAsync(("HUB", hub));

        Assert.True((await FirstAsync(after, "Rare")).IsPastDue);
    }

    [Fact]
    public async Task Two_hosts_on_one_store_run_an_occurrence_once()
    {
        var hub = TestApp.FreshHub();
        await using var one = await TestApp.StartAsync(("HUB", hub), EverySecond);
        await using var two = await TestApp.StartAsync(("HUB", hub), EverySecond);

        await Waiting.UntilAsync(() => Watched(one).Length + Watched(two).Length >= 5);

        var both = Watched(one).Concat(Watched(two)).ToList();
        Assert.Equal(both.Count, both.Distinct().Count());
    }

    [Fact]
    public async Task A_timer_run_by_hand_has_no_schedule_status_and_needs_the_key()
    {
        await using var app = await TestApp.StartAsync();

        using var refused = await app.Http.PostAsync("/admin/functions/Rare", null);
        using var unknown = await app.Http.PostAsync("/admin/functions/Named?code=right", null);
        using var accepted = await app.Http.PostAsync("/admin/functions/Rare?code=right", null);

        Assert.Equal((401, 404, 202), ((int)refused.StatusCode, (int)unknown.StatusCode, (int)accepted.StatusCode));
        Assert.Null((await FirstAsync(app, "Rare")).ScheduleStatus);
    }

    private static async Task<Microsoft.Azure.Functions.Worker.TimerInfo> FirstAsync(TestApp app, string name)
    {
        await Waiting.UntilAsync(() => app.Service<TickLog>().Of(name).Count > 0);
        return app.Service<TickLog>().Of(name)[0];
    }

    private static DateTime[] Watched(TestApp app) => [.. app.Service<TickLog>().Of("Watched").Select(static tick => tick.ScheduleStatus!.Next)];

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}

using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker.Local;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Worker;

public sealed class TimerContract
{
    [Theory]
    [InlineData("0 30 9 * * *", "2026-03-01T09:29:59Z", "2026-03-01T09:30:00Z")]
    [InlineData("30 9 * * *", "2026-03-01T09:30:00Z", "2026-03-02T09:30:00Z")]
    [InlineData("*/15 * * * * *", "2026-03-01T09:29:44Z", "2026-03-01T09:29:45Z")]
    public void A_schedule_has_six_fields_or_five_and_is_utc(string schedule, string after, string expected)
    {
        var next = TimerSchedule.Parse("Timer", schedule).After(DateTime.Parse(after, null, System.Globalization.DateTimeStyles.AdjustToUniversal));

        Assert.Equal(DateTime.Parse(expected, null, System.Globalization.DateTimeStyles.AdjustToUniversal), next);
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Fact]
    public void A_schedule_that_is_none_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse("Timer", "every now and then"));

    [Fact]
    public async Task A_watched_timer_knows_its_schedule_and_an_unwatched_one_does_not()
    {
        await using var app = await StartAsync(Hub());
        var log = app.Services.GetRequiredService<TickLog>();

        var watched = await log.NextAsync("EverySecond");
        var unwatched = await log.NextAsync("Unwatched");

        Assert.NotNull(watched.Timer.ScheduleStatus);
        Assert.Null(unwatched.Timer.ScheduleStatus);
    }

    [Fact]
    public async Task A_timer_can_run_at_start_and_others_wait_for_their_time()
    {
        await using var app = await StartAsync(Hub());
        var log = app.Services.GetRequiredService<TickLog>();

        var tick = await log.NextAsync("AtStart");

        Assert.False(tick.Timer.IsPastDue);
        Assert.Empty(log.Of("Rare"));
    }

    [Fact]
    public async Task An_occurrence_that_nobody_ran_is_past_due_at_the_next_start()
    {
        var hub = Hub();
        await using (var before = await StartAsync(hub))
            await before.Services.GetRequiredService<TickLog>().NextAsync("AtStart");
        var rows = new TableClient(await Azurite.ConnectionStringAsync(), $"{hub}timers");
        var row = (await rows.GetEntityAsync<TimerRow>(TimerRow.Partition, "Rare")).Value;
        row.Next = DateTimeOffset.UtcNow.AddHours(-1);
        await rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        await using var after = await StartAsync(hub);
        var tick = await after.Services.GetRequiredService<TickLog>().NextAsync("Rare");

        Assert.True(tick.Timer.IsPastDue);
    }

    [Fact]
    public async Task Two_processes_on_one_store_run_an_occurrence_once()
    {
        var hub = Hub();
        await using var one = await StartAsync(hub);
        await using var two = await StartAsync(hub);

        await Task.Delay(TimeSpan.FromSeconds(5));

        var both = one.Services.GetRequiredService<TickLog>().Of("EverySecond").Concat(two.Services.GetRequiredService<TickLog>().Of("EverySecond")).ToList();
        Assert.NotEmpty(both);
        Assert.Equal(both.Count, both.Select(static tick => tick.Timer.ScheduleStatus!.Next).Distinct().Count());
    }

    [Fact]
    public async Task A_timer_run_by_hand_has_no_schedule_status_and_needs_the_key()
    {
        await using var app = await StartAsync(Hub());
        var log = app.Services.GetRequiredService<TickLog>();

        using var refused = await app.Http.PostAsync("/admin/functions/Rare", null);
        using var accepted = await app.Http.PostAsync("/admin/functions/Rare?code=right", null);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal(202, (int)accepted.StatusCode);
        Assert.Null((await log.NextAsync("Rare")).Timer.ScheduleStatus);
    }

    private static string Hub() => $"t{Guid.NewGuid():N}";

    private static Task<WorkerApp> StartAsync(string hub) => WorkerApp.StartWithTablesAsync(
        [typeof(Ticks)], static builder => builder.Services.AddSingleton<TickLog>(), $"ONBEHALF_TASK_HUB={hub}", "FUNCTIONS_KEY=right");
}

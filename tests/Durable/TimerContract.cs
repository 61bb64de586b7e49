using Microsoft.DurableTask;
using Microsoft.DurableTask.Local;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Tests.Durable;

public sealed class TimerContract
{
    [Fact]
    public async Task Timers_fire_in_order_and_never_early()
    {
        var functions = new Functions().Orchestrator("Sleep", async context =>
        {
            var started = context.CurrentUtcDateTime;
            var late = context.CreateTimer(TimeSpan.FromMilliseconds(400), CancellationToken.None);
            var early = context.CreateTimer(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            var first = await Task.WhenAny(late, early);
            await late;
            return first == early && context.CurrentUtcDateTime - started >= TimeSpan.FromMilliseconds(400);
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        Assert.True((await hub.RunAsync("Sleep")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_timer_that_came_due_while_no_process_ran_fires_at_the_next_start()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions().Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
            return "awake";
        });
        var first = await store.OpenAsync(functions);
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", new StartOrchestrationOptions("main"));
        await first.HaltAsync();
        await Task.Delay(400);

        await using var second = await store.OpenAsync(functions);

        Assert.Equal("awake", (await second.EndOfAsync("main")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_of_years_and_a_cancelled_one_cost_nothing()
    {
        var functions = new Functions().Orchestrator("Sleep", async context =>
        {
            using var end = new CancellationTokenSource();
            var century = context.CreateTimer(TimeSpan.FromDays(36_500), end.Token);
            await context.WaitForExternalEvent<bool>("wake");
            end.Cancel();
            return century.IsCanceled;
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");

        await hub.Client.RaiseEventAsync(id, "wake", true);

        Assert.True((await hub.EndOfAsync(id)).ReadOutputAs<bool>());
        Assert.Equal(1, hub.Transactions[TransactionKind.Commit]);
    }

    [Fact]
    public async Task A_replay_safe_logger_says_each_thing_once()
    {
        var lines = new Lines();
        var functions = new Functions().Echo().Orchestrator("Talk", async context =>
        {
            var logger = new ReplaySafeLogger(context, lines);
            logger.Log(LogLevel.Information, default, "begin", null, static (text, _) => text);
            await context.CallActivityAsync<string>("Echo", "x");
            logger.Log(LogLevel.Information, default, "middle", null, static (text, _) => text);
            await context.CallActivityAsync<string>("Echo", "y");
            logger.Log(LogLevel.Information, default, "end", null, static (text, _) => text);
            return null;
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        await hub.RunAsync("Talk");

        Assert.Equal(["begin", "middle", "end"], lines.Written);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}

using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;

namespace Onbehalf.Tests.Durable;

public sealed class TwoProcessesContract
{
    private static readonly WorkerProcess Alive = WorkerProcess.Current;

    [Fact]
    public async Task A_dead_process_on_this_machine_is_replaced_at_once()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = Waiters();
        var first = await store.OpenAsync(functions);
        for (var i = 0; i < 20; i++)
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions($"w{i}"));
        await first.HaltAsync();

        await using var second = await store.OpenAsync(functions, options => options with { Lease = LeaseTiming.Default });
        for (var i = 0; i < 20; i++)
            await second.Client.RaiseEventAsync($"w{i}", "word", i.ToString(System.Globalization.CultureInfo.InvariantCulture));

        for (var i = 0; i < 20; i++)
            Assert.Equal($"{i}", (await second.EndOfAsync($"w{i}")).ReadOutputAs<string>());
        Assert.Equal(20, second.Transactions[TransactionKind.Takeover]);
    }

    [Fact]
    public async Task A_process_that_stops_beating_is_replaced_and_what_it_does_later_is_refused()
    {
        var store = await TaskHubStore.FreshAsync();
        var gate = new TaskCompletionSource();
        var runs = 0;
        var functions = new Functions()
            .Activity<string, string>("Slow", async _ =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                    await gate.Task;
                return $"run {runs}";
            })
            .Orchestrator("Main", async context => await context.CallActivityAsync<string>("Slow", "x"));
        // It beats once an hour: for the store it is silent, for itself its lease is over after a moment.
        var silent = await store.OpenAsync(functions, options => options with
        {
            Process = Alive,
            Lease = TaskHubStore.Quick with { Beat = TimeSpan.FromHours(1) },
        });
        await silent.Client.ScheduleNewOrchestrationInstanceAsync("Main", new StartOrchestrationOptions("main"));
        await Waiting.UntilAsync(() => functions.Ran.Count == 1);

        await using var other = await store.OpenAsync(functions, options => options with { Process = Alive });
        var ended = await other.EndOfAsync("main");
        gate.SetResult();
        await Waiting.UntilAsync(() => silent.Transactions[TransactionKind.Commit] > 0);
        await silent.StopAsync(CancellationToken.None);
        var after = await other.Client.GetInstanceAsync("main", true);

        Assert.Equal("run 2", ended.ReadOutputAs<string>());
        Assert.Equal("run 2", after?.ReadOutputAs<string>());
        Assert.Equal(ended.LastUpdatedAt, after?.LastUpdatedAt);
    }

    [Fact]
    public async Task Two_processes_on_one_store_never_run_the_same_activity()
    {
        var store = await TaskHubStore.FreshAsync();
        var ran = new ConcurrentQueue<string>();
        var functions = new Functions()
            .Activity<string, string>("Once", async name =>
            {
                ran.Enqueue(name!);
                await Task.Delay(5);
                return name!;
            })
            .Orchestrator("Main", async context =>
            {
                for (var i = 0; i < 5; i++)
                    await context.CallActivityAsync("Once", $"{context.InstanceId}-{i}");
                return null;
            });
        await using var left = await store.OpenAsync(functions, options => options with { Process = Alive });
        await using var right = await store.OpenAsync(functions, options => options with { Process = Alive });

        var ids = Enumerable.Range(0, 20).Select(i => $"i{i}").ToList();
        await Task.WhenAll(ids.Select((id, i) => (i % 2 == 0 ? left : right).RunAsync("Main", id: id)));

        Assert.Equal(100, ran.Count);
        Assert.Equal(100, ran.Distinct().Count());
    }

    [Fact]
    public async Task Of_two_processes_that_start_the_same_id_exactly_one_succeeds()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = Waiters();
        await using var left = await store.OpenAsync(functions, options => options with { Process = Alive });
        await using var right = await store.OpenAsync(functions, options => options with { Process = Alive });

        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await (i % 2 == 0 ? left : right).Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"));
                return 1;
            }
            catch (DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, starts.Sum());
    }

    [Fact]
    public async Task A_process_that_stops_leaves_its_instances_to_the_others()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = Waiters();
        var first = await store.OpenAsync(functions, options => options with { Process = Alive, Lease = LeaseTiming.Default });
        await using var second = await store.OpenAsync(functions, options => options with { Process = Alive });
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("left"));

        await first.StopAsync(CancellationToken.None);
        await second.Client.RaiseEventAsync("left", "word", "found");

        Assert.Equal("found", (await second.EndOfAsync("left")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Stopping_stores_what_a_running_activity_still_answers()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions()
            .Activity<string, string>("Slow", async _ =>
            {
                await Task.Delay(300);
                return "answered";
            })
            .Orchestrator("Main", async context => await context.CallActivityAsync<string>("Slow", "x"));
        var first = await store.OpenAsync(functions);
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Main", new StartOrchestrationOptions("main"));
        await Waiting.UntilAsync(() => functions.Ran.Count == 1);

        await first.StopAsync(CancellationToken.None);
        await using var second = await store.OpenAsync(functions);

        Assert.Equal("answered", (await second.EndOfAsync("main")).ReadOutputAs<string>());
        Assert.Single(functions.Ran);
    }

    private static Functions Waiters() =>
        new Functions().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("word"));
}

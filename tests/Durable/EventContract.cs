using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;

namespace Onbehalf.Tests.Durable;

public sealed class EventContract
{
    [Fact]
    public async Task Events_wait_in_order_until_they_are_awaited_and_their_names_ignore_case()
    {
        var functions = new Functions().Orchestrator("Collect", async context =>
        {
            await context.WaitForExternalEvent<bool>("begin");
            return await context.WaitForExternalEvent<int>("NUMBER") * 10 + await context.WaitForExternalEvent<int>("number");
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Collect");

        await hub.Client.RaiseEventAsync(id, "Number", 1);
        await hub.Client.RaiseEventAsync(id, "nUmBeR", 2);
        await hub.Client.RaiseEventAsync(id, "begin", true);

        Assert.Equal(12, (await hub.EndOfAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_raised_event_is_stored_before_the_call_returns()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("word"));
        var first = await store.OpenAsync(functions);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddSeconds(2)));
        await first.Client.RaiseEventAsync(id, "word", "kept");
        await first.HaltAsync();

        await using var second = await store.OpenAsync(functions);

        Assert.Equal("kept", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_from_another_process_arrives_once_without_being_asked_for()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions().Orchestrator("Two", async context =>
            await context.WaitForExternalEvent<string>("word") + await context.WaitForExternalEvent<string>("word"));
        await using var owner = await store.OpenAsync(functions, options => options with { Process = WorkerProcess.Current });
        await using var other = await store.OpenAsync(new Functions(), options => options with { Process = WorkerProcess.Current });
        var id = await owner.Client.ScheduleNewOrchestrationInstanceAsync("Two");

        await other.Client.RaiseEventAsync(id, "word", "a");
        await Waiting.UntilAsync(() => owner.Transactions[TransactionKind.Commit] == 1);
        await other.Client.RaiseEventAsync(id, "word", "b");

        Assert.Equal("ab", (await other.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_a_finished_or_unknown_instance_is_dropped_in_silence()
    {
        var functions = new Functions().Orchestrator("Nothing", _ => Task.FromResult<object?>(null));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var ended = await hub.RunAsync("Nothing");

        await hub.Client.RaiseEventAsync(ended.InstanceId, "word", "late");
        await hub.Client.RaiseEventAsync("nobody", "word", "lost");

        Assert.Equal(0, hub.Transactions[TransactionKind.InboxWrite]);
    }

    [Fact]
    public async Task Waiting_for_an_event_ends_with_TaskCanceledException_when_time_runs_out()
    {
        var functions = new Functions().Orchestrator("Wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("word", TimeSpan.FromMilliseconds(200));
            }
            catch (TaskCanceledException)
            {
                return "late";
            }
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        Assert.Equal("late", (await hub.RunAsync("Wait")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_in_time_cancels_the_timer_and_leaves_nothing_behind()
    {
        var functions = new Functions().Orchestrator("Wait", async context =>
            await context.WaitForExternalEvent<string>("word", TimeSpan.FromDays(400)));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "word", "in time");

        Assert.Equal("in time", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_sends_an_event_to_another_instance()
    {
        var functions = new Functions()
            .Orchestrator("Receive", async context => await context.WaitForExternalEvent<string>("word"))
            .Orchestrator("Send", context =>
            {
                context.SendEvent(context.GetInput<string>()!, "word", "from a friend");
                return Task.FromResult<object?>(null);
            });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var receiver = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Receive");

        await hub.RunAsync("Send", receiver);

        Assert.Equal("from a friend", (await hub.EndOfAsync(receiver)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_thousand_instances_wait_and_each_gets_its_own_event()
    {
        var functions = new Functions().Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("number"));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var ids = Enumerable.Range(0, 1000).Select(i => $"w{i}").ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16 };
        await Parallel.ForEachAsync(ids, parallel, async (id, token) =>
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id), token));

        await Parallel.ForEachAsync(ids, parallel, async (id, token) => await hub.Client.RaiseEventAsync(id, "number", int.Parse(id[1..], CultureInfo.InvariantCulture), token));
        var sum = 0;
        foreach (var id in ids)
            sum += (await hub.EndOfAsync(id)).ReadOutputAs<int>();

        Assert.Equal(499_500, sum);
        Assert.Equal(1000, hub.Transactions[TransactionKind.Start]);
        Assert.Equal(1000, hub.Transactions[TransactionKind.Commit]);
    }
}

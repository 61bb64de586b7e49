using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Tests.Durable;

public sealed class SubOrchestrationContract
{
    [Fact]
    public async Task A_sub_orchestration_knows_its_parent_and_returns_to_it()
    {
        var functions = new Functions()
            .Orchestrator("Child", context => Task.FromResult<object?>($"{context.InstanceId} of {context.Parent?.InstanceId} {context.GetInput<int>()}"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", 5, new TaskOptions().WithInstanceId("kid")));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Parent", id: "mum");

        Assert.Equal("kid of mum 5", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_surfaces_in_its_parent_and_is_retried_under_the_same_id()
    {
        var failures = 0;
        var functions = new Functions()
            .Activity<string, string>("Luck", _ => ++failures < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult("at last"))
            .Orchestrator("Child", async context => await context.CallActivityAsync<string>("Luck"))
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(10)), "kid")));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Parent");

        Assert.Equal("at last", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_parent_learns_the_result_of_a_child_that_finished_while_nobody_watched()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions()
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("word"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", options: new TaskOptions().WithInstanceId("kid")));
        var first = await store.OpenAsync(functions);
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("mum"));
        await Waiting.UntilAsync(async () => await first.Client.GetInstanceAsync("kid") is not null);
        await first.HaltAsync();

        await using var second = await store.OpenAsync(functions);
        await second.Client.RaiseEventAsync("kid", "word", "hello");

        Assert.Equal("hello", (await second.EndOfAsync("mum")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continuing_as_new_begins_a_new_history_and_keeps_unread_events()
    {
        var functions = new Functions().Orchestrator("Sum", async context =>
        {
            var (count, sum) = (context.GetInput<int[]>()![0], context.GetInput<int[]>()![1]);
            if (count == 4)
                return sum;
            await context.WaitForExternalEvent<int>("tick");
            context.ContinueAsNew(new[] { count + 1, sum + await context.WaitForExternalEvent<int>("number") });
            return null;
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sum", new[] { 0, 0 });

        for (var number = 1; number <= 4; number++)
            await hub.Client.RaiseEventAsync(id, "number", number);
        for (var tick = 0; tick < 4; tick++)
            await hub.Client.RaiseEventAsync(id, "tick", tick);

        Assert.Equal(10, (await hub.EndOfAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_event_that_comes_after_an_orchestrator_began_again_is_for_its_next_beginning()
    {
        var functions = new Functions().Orchestrator("Again", async context =>
        {
            var stop = context.WaitForExternalEvent<string>("stop");
            if (context.GetInput<bool>())
                return await stop;
            await context.WaitForExternalEvent<string>("go");
            context.ContinueAsNew(true);
            return null;
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Again", false);
        await hub.Client.SuspendInstanceAsync(id);

        await hub.Client.RaiseEventAsync(id, "go", "on");
        await hub.Client.RaiseEventAsync(id, "stop", "here");
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("here", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_a_parent_with_its_children_ends_both()
    {
        var functions = new Functions()
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("word"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", options: new TaskOptions().WithInstanceId("kid")));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("mum"));
        await Waiting.UntilAsync(async () => await hub.Client.GetInstanceAsync("kid") is not null);

        await hub.Client.TerminateInstanceAsync("mum", new TerminateInstanceOptions(Recursive: true));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOfAsync("mum")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOfAsync("kid")).RuntimeStatus);
    }
}

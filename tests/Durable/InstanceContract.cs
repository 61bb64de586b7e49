using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;

namespace Onbehalf.Tests.Durable;

public sealed class InstanceContract
{
    private static readonly Functions Waiters = new Functions()
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("word"))
        .Orchestrator("Return", context => Task.FromResult<object?>(context.GetInput<string>()));

    [Fact]
    public async Task Starting_the_id_of_a_running_instance_is_refused_and_of_a_finished_one_replaces_it()
    {
        var store = await TaskHubStore.FreshAsync();
        await using var hub = await store.OpenAsync(Waiters);
        await using var other = await store.OpenAsync(Waiters);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"));

        var here = () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Return", new StartOrchestrationOptions("same"));
        var elsewhere = () => other.Client.ScheduleNewOrchestrationInstanceAsync("Return", new StartOrchestrationOptions("same"));
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(here);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(elsewhere);
        await hub.Client.RaiseEventAsync("same", "word", "first");
        var first = await hub.EndOfAsync("same");
        var second = await hub.RunAsync("Return", "second", "same");

        Assert.Equal("first", first.ReadOutputAs<string>());
        Assert.Equal("second", second.ReadOutputAs<string>());
        Assert.Equal("Return", second.Name);
    }

    [Fact]
    public async Task A_terminated_instance_keeps_the_given_output_and_takes_nothing_more()
    {
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(Waiters);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.TerminateInstanceAsync(id, "enough");
        await hub.Client.RaiseEventAsync(id, "word", "late");
        var ended = await hub.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_collects_what_arrives_and_goes_on_when_it_is_resumed()
    {
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(Waiters);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.SuspendInstanceAsync(id, "lunch");
        await hub.Client.RaiseEventAsync(id, "word", "meanwhile");
        var suspended = await hub.Client.GetInstanceAsync(id);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended?.RuntimeStatus);
        Assert.Equal("meanwhile", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_custom_status_can_be_read_by_another_process_while_the_instance_runs()
    {
        var store = await TaskHubStore.FreshAsync();
        var functions = new Functions().Orchestrator("Report", async context =>
        {
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<string>("word");
            context.SetCustomStatus(null);
            return null;
        });
        await using var hub = await store.OpenAsync(functions);
        await using var other = await store.OpenAsync(functions, options => options with { Process = WorkerProcess.Current });
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Report");

        await Waiting.UntilAsync(async () => (await other.Client.GetInstanceAsync(id, true))?.SerializedCustomStatus is not null);
        var status = (await other.Client.GetInstanceAsync(id, true))?.ReadCustomStatusAs<string>();
        await hub.Client.RaiseEventAsync(id, "word", "go");

        Assert.Equal("waiting", status);
        Assert.Null((await hub.EndOfAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task An_instance_with_a_start_time_is_pending_until_then_and_sees_that_time()
    {
        var functions = new Functions().Orchestrator("Now", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);
        var startAt = DateTimeOffset.UtcNow.AddSeconds(1);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Now", new StartOrchestrationOptions(null, startAt));

        var before = await hub.Client.GetInstanceAsync(id);
        var ended = await hub.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before?.RuntimeStatus);
        Assert.Equal(startAt.UtcDateTime, ended.ReadOutputAs<DateTime>(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Instances_are_found_by_prefix_status_and_time_page_by_page()
    {
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(Waiters);
        foreach (var id in new[] { "a1", "a2", "a3", "b1" })
            await hub.RunAsync("Return", id, id);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("a4"));

        var query = new OrchestrationQuery(
            CreatedFrom: DateTimeOffset.UtcNow.AddMinutes(-5),
            Statuses: [OrchestrationRuntimeStatus.Completed],
            InstanceIdPrefix: "a",
            PageSize: 2,
            FetchInputsAndOutputs: true);
        var pages = new List<string>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages())
            pages.Add(string.Join(' ', page.Values.Select(instance => instance.ReadOutputAs<string>())));

        Assert.Equal("a1 a2 a3", string.Join(' ', pages.Where(page => page.Length > 0)));
        Assert.All(pages, page => Assert.True(page.Split(' ').Length <= 2));
    }

    [Fact]
    public async Task A_finished_instance_can_be_purged_and_a_running_one_cannot()
    {
        var store = await TaskHubStore.FreshAsync();
        await using var hub = await store.OpenAsync(Waiters);
        await hub.RunAsync("Return", new string('x', 100_000), "done");
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("running"));

        var one = await hub.Client.PurgeInstanceAsync("done");
        var none = await hub.Client.PurgeInstanceAsync("running");
        await hub.RunAsync("Return", "x", "other");
        var all = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

        Assert.Equal((1, 0, 1), (one.PurgedInstanceCount, none.PurgedInstanceCount, all.PurgedInstanceCount));
        Assert.Null(await hub.Client.GetInstanceAsync("done"));
        Assert.NotNull(await hub.Client.GetInstanceAsync("running"));
    }

    [Fact]
    public async Task Outputs_are_there_only_when_they_are_asked_for()
    {
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(Waiters);
        await hub.RunAsync("Return", "x", "done");

        var bare = await hub.Client.GetInstanceAsync("done");

        Assert.Null(bare?.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => bare?.ReadOutputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task A_failed_orchestrator_names_what_it_threw()
    {
        var functions = new Functions().Orchestrator("Throw", _ => throw new FormatException("bad shape"));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Throw");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(("System.FormatException", "bad shape"), (ended.FailureDetails?.ErrorType, ended.FailureDetails?.ErrorMessage));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("")]
    public async Task An_id_that_storage_cannot_hold_is_refused(string id)
    {
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(Waiters);

        var start = () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Return", new StartOrchestrationOptions(id));

        await Assert.ThrowsAsync<ArgumentException>(start);
        Assert.Equal(0, hub.Transactions[TransactionKind.Start]);
    }
}

using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Tests.App;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Host;

/// <summary>The engine behavior that the product's orchestrators depend on, tested on Microsoft's engine through the local host.</summary>
public sealed class EngineContract(TestAppFixture shared) : IClassFixture<TestAppFixture>
{
    private const int Mebibyte = 1024 * 1024;

    private readonly TestApp _app = shared.App;

    [Fact]
    public async Task Activities_run_once_and_in_order()
    {
        var ended = await RunAsync(nameof(Flows.Chain), 5, "chain");

        Assert.Equal("chain.0 chain.1 chain.2 chain.3 chain.4 ", ended.ReadOutputAs<string>());
        Assert.Equal(5, _app.Service<ActivityLog>().Ran.Count(static ran => ran.StartsWith("chain.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sub_orchestration_answers_under_the_id_it_was_given()
    {
        var ended = await RunAsync(nameof(Flows.Parent), 2, "parent");
        var child = await _app.Engine.GetInstanceAsync("parent-child");

        Assert.Equal("child: parent-child.0 parent-child.1 ", ended.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, child?.RuntimeStatus);
    }

    [Fact]
    public async Task An_event_waits_until_it_is_awaited()
    {
        var engine = _app.Engine;
        await engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Renewed), 3, new StartOrchestrationOptions("early"));

        await engine.RaiseEventAsync("early", Flows.Go, "kept");
        var ended = await EndOfAsync(engine, "early");

        Assert.Equal("kept", ended.ReadOutputAs<string>());
        Assert.Equal(4, _app.Service<ActivityLog>().Ran.Count(static ran => ran.StartsWith("early.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_timer_is_early_by_less_than_a_second()
    {
        var ended = await RunAsync(nameof(Flows.Slept), 3, "slept");

        Assert.InRange(ended.ReadOutputAs<double>(), 2, 60);
    }

    [Fact]
    public async Task An_orchestration_ends_when_its_timers_are_cancelled_and_not_before()
    {
        var engine = _app.Engine;
        foreach (var (id, cancels) in new[] { ("cancels", true), ("leaves", false) })
        {
            await engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Raced), cancels, new StartOrchestrationOptions(id));
            await engine.RaiseEventAsync(id, Flows.Go, "now");
        }

        var ended = await EndOfAsync(engine, "cancels");
        await Waiting.UntilAsync(async () => (await engine.GetInstanceAsync("leaves", getInputsAndOutputs: true))?.SerializedCustomStatus is not null);
        var left = await engine.GetInstanceAsync("leaves");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, left?.RuntimeStatus);
        await engine.TerminateInstanceAsync("leaves");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_failed_activity_is_tried_again_as_its_policy_says(int failures, int attempts)
    {
        var ended = await RunAsync(nameof(Flows.Retried), failures, $"retried{failures}");

        Assert.Equal($"at attempt {attempts}", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_that_goes_on_failing_fails_its_orchestration_by_kind_and_without_words()
    {
        var ended = await RunAsync(nameof(Flows.Retried), 9, "failed");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("TaskFailedException", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(3, _app.Service<ActivityLog>().Ran.Count(static ran => ran == "failed:9"));
    }

    [Fact]
    public async Task An_activity_that_hangs_is_given_up_at_its_time_and_tried_again()
    {
        await using var app = await TestApp.StartAsync(("AzureFunctionsJobHost__functionTimeout", "00:00:02"));
        await app.Engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Stuck), new StartOrchestrationOptions("stuck"));

        var ended = await EndOfAsync(app.Engine, "stuck");

        Assert.Equal("at attempt 2", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_second_start_of_an_id_that_runs_begins_nothing()
    {
        var engine = _app.Engine;
        await engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Renewed), 0, new StartOrchestrationOptions("twice"));
        await Waiting.UntilAsync(() => _app.Service<ActivityLog>().Ran.Contains("twice.0"));

        await Record.ExceptionAsync(() => engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Renewed), 0, new StartOrchestrationOptions("twice")));
        await engine.RaiseEventAsync("twice", Flows.Go, "once");

        Assert.Equal("once", (await EndOfAsync(engine, "twice")).ReadOutputAs<string>());
        Assert.Single(_app.Service<ActivityLog>().Ran, static ran => ran == "twice.0");
    }

    [Fact]
    public async Task A_purged_instance_is_gone()
    {
        var engine = _app.Engine;
        await RunAsync(nameof(Flows.Chain), 1, "purged");

        var purged = await engine.PurgeInstanceAsync("purged");

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Null(await engine.GetInstanceAsync("purged"));
    }

    [Fact]
    public async Task An_output_of_a_mebibyte_survives_a_restart()
    {
        var hub = ("HUB", TestApp.FreshHub());
        await using (var before = await TestApp.StartAsync(hub))
        {
            await before.Engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Large), Mebibyte, new StartOrchestrationOptions("large"));
            await Waiting.UntilAsync(() => before.Service<ActivityLog>().Ran.Count == 1);
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        await using var after = await TestApp.StartAsync(hub);
        var engine = after.Engine;
        await engine.RaiseEventAsync("large", Flows.Go, "");
        var ended = await EndOfAsync(engine, "large");

        Assert.Equal(new Flows(new()).Make(Mebibyte), ended.ReadOutputAs<string>());
        Assert.Empty(after.Service<ActivityLog>().Ran);
    }

    [Fact]
    public async Task An_instance_keeps_the_version_under_which_it_began()
    {
        var hub = ("HUB", TestApp.FreshHub());
        await using (var before = await TestApp.StartAsync(hub))
            await BeginAsync(before, "old");

        await using var after = await TestApp.StartAsync(hub, ("AzureFunctionsJobHost__extensions__durableTask__defaultVersion", "1.1"));
        var engine = after.Engine;
        await engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Heard), new StartOrchestrationOptions("new"));
        foreach (var id in new[] { "old", "new" })
            await engine.RaiseEventAsync(id, Flows.Go, id);

        Assert.Equal("1.0: old", (await EndOfAsync(engine, "old")).ReadOutputAs<string>());
        Assert.Equal("1.1: new", (await EndOfAsync(engine, "new")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_of_a_later_version_waits_for_a_host_that_knows_it()
    {
        var hub = ("HUB", TestApp.FreshHub());
        var later = ("AzureFunctionsJobHost__extensions__durableTask__defaultVersion", "1.1");
        await using (var newer = await TestApp.StartAsync(hub, later))
            await BeginAsync(newer, "later");
        await using (var older = await TestApp.StartAsync(hub))
        {
            var engine = older.Engine;
            await engine.RaiseEventAsync("later", Flows.Go, "heard");
            await Task.Delay(TimeSpan.FromSeconds(3));
            Assert.False((await engine.GetInstanceAsync("later"))!.IsCompleted);
        }

        await using var again = await TestApp.StartAsync(hub, later);

        Assert.Equal("1.1: heard", (await EndOfAsync(again.Engine, "later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Two_hosts_on_one_hub_have_worker_ids_of_their_own_and_share_the_work()
    {
        (string, string)[] settings = [("HUB", TestApp.FreshHub()), ("AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount", "4")];
        await using var one = await TestApp.StartAsync(settings);
        await using var other = await TestApp.StartAsync(settings);
        var engine = one.Engine;

        var ids = Enumerable.Range(0, 20).Select(static n => $"shared{n}").ToList();
        await Task.WhenAll(ids.Select(id => engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Chain), 3, new StartOrchestrationOptions(id))));
        foreach (var id in ids)
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await EndOfAsync(engine, id)).RuntimeStatus);
        var ran = one.Service<ActivityLog>().Ran.Concat(other.Service<ActivityLog>().Ran).ToList();

        Assert.Equal((60, 60), (ran.Count, ran.Distinct().Count()));
        Assert.Equal(2, (await OwnersAsync(settings[0].Item2)).Length);
    }

    private static async Task<string[]> OwnersAsync(string hub)
    {
        var table = new Azure.Data.Tables.TableClient(await Azurite.ConnectionStringAsync(), $"{hub}Partitions");
        string[] owners = [];
        await Waiting.UntilAsync(() =>
        {
            owners = [.. table.Query<Azure.Data.Tables.TableEntity>().Select(static row => row.GetString("CurrentOwner")).OfType<string>().Distinct()];
            return owners.Length > 1;
        });
        return owners;
    }

    /// <summary>An event for an instance whose start nobody has taken up yet is lost.</summary>
    private static async Task BeginAsync(TestApp app, string id)
    {
        var engine = app.Engine;
        await engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Heard), new StartOrchestrationOptions(id));
        await Waiting.UntilAsync(async () => (await engine.GetInstanceAsync(id))?.RuntimeStatus is OrchestrationRuntimeStatus.Running);
    }

    private async Task<OrchestrationMetadata> RunAsync(string orchestrator, object input, string id)
    {
        var engine = _app.Engine;
        await engine.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));
        return await EndOfAsync(engine, id);
    }

    private static async Task<OrchestrationMetadata> EndOfAsync(DurableTaskClient engine, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        return await engine.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }
}

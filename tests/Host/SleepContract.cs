using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Tests.App;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threats;

namespace Onbehalf.Tests.Host;

/// <summary>A run that sleeps is an orchestration that waits for an event.</summary>
public sealed class SleepContract
{
    private const int Sleepers = 50;

    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Instances_that_sleep_cost_no_requests_and_survive_a_restart()
    {
        await using var wire = await HubWire.OpenAsync();
        (string, string)[] settings = [("HUB", TestApp.FreshHub()), ("AzureWebJobsStorage", wire.ConnectionString)];
        var ids = Enumerable.Range(0, Sleepers).Select(static n => $"sleeper{n}").ToList();
        int alone, together;
        await using (var before = await TestApp.StartAsync(settings))
        {
            var engine = before.Engine;
            alone = await RequestsAsync(wire);
            await Task.WhenAll(ids.Select(id => engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Heard), new StartOrchestrationOptions(id))));
            foreach (var id in ids)
                await Waiting.UntilAsync(async () => (await engine.GetInstanceAsync(id))?.RuntimeStatus is OrchestrationRuntimeStatus.Running);
            together = await RequestsAsync(wire);
        }

        await using var after = await TestApp.StartAsync(settings);
        var again = after.Engine;
        foreach (var id in ids)
            await again.RaiseEventAsync(id, Flows.Go, id);
        foreach (var id in ids)
            Assert.Equal($"1.0: {id}", (await again.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<string>());

        Assert.InRange(together, 0, alone + (Sleepers / 2));
    }

    /// <summary>Of a host that has come to rest.</summary>
    private static async Task<int> RequestsAsync(HubWire wire)
    {
        await Task.Delay(Watch);
        var before = wire.Requests;
        await Task.Delay(Watch);
        return wire.Requests - before;
    }
}

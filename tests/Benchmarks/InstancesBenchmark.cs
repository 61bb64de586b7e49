using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>
/// One turn at a time with two instances on one hub, asked of the instance that does not hold the hub's partition and of the one that does. The
/// pause lets the queues' polls back off, as they do between people's questions.
/// </summary>
internal static class InstancesBenchmark
{
    private const string Interval = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval";
    private const int Queues = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Dictionary<string, string> model, int turns)
    {
        await OneAsync(model, "of host.json", null, turns);
        foreach (var seconds in (double[])[2, 0.5])
            await OneAsync(model, $"{seconds} s", TimeSpan.FromSeconds(seconds), turns);
    }

    private static async Task OneAsync(Dictionary<string, string> model, string name, TimeSpan? interval, int turns)
    {
        var prefix = Azurite.FreshPrefix();
        var settings = new Dictionary<string, string>(model) { ["ONBEHALF_TABLE_PREFIX"] = prefix, ["ONBEHALF_TASK_HUB"] = $"hub{prefix}" };
        if (interval is { } given)
            settings[Interval] = given.ToString("c");
        await using var one = await InProcessApp.StartAsync(settings);
        await using var other = await InProcessApp.StartAsync(settings);
        var price = interval is { } each ? $"{Queues * 60 / each.TotalSeconds:F0} polls a minute for each idle instance" : "";
        Console.WriteLine($"two instances, polling interval {name}   {price}   goal p50 250, p95 700");
        foreach (var (asked, where) in new[] { (one, "the first instance"), (other, "the second instance") })
        {
            var client = await asked.AsAsync("bob");
            var thread = await TurnBenchmark.ThreadAsync(client);
            await TurnBenchmark.RunAsync(client, thread, 2);
            var times = new List<double>();
            for (var at = 0; at < turns; at++)
            {
                await Task.Delay(Pause);
                times.AddRange(await TurnBenchmark.RunAsync(client, thread, 1));
            }

            Console.WriteLine($"    asked of {where,-22} {new Figures(times)}");
        }
    }
}

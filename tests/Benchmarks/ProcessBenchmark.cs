using System.Diagnostics;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>The app as a process of its own: from start to the first 200 with sidecars up, and its memory under turns that run at once.</summary>
internal static class ProcessBenchmark
{
    private const int Starts = 5;
    private const int Together = 50;
    private const int Rounds = 4;

    public static async Task RunAsync(IReadOnlyDictionary<string, string> model)
    {
        await using var app = await AppProcess.StartAsync(model);
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await app.KillAsync();
            var started = Stopwatch.GetTimestamp();
            await app.StartAgainAsync();
            using var client = app.Anonymous();
            (await client.GetAsync(new Uri("api/health", UriKind.Relative))).EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        Console.WriteLine($"process start to first 200 {new Figures(times)}   goal 1500");
        await MemoryAsync(app);
    }

    private static async Task MemoryAsync(AppProcess app)
    {
        var client = await app.AsAsync("carol");
        using var process = Process.GetProcessById(app.ProcessId);
        var most = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var running = Task.WhenAll(Enumerable.Range(0, Together).Select(_ => TurnBenchmark.OneAsync(client)));
            while (!running.IsCompleted)
            {
                process.Refresh();
                most = Math.Max(most, process.WorkingSet64);
                await Task.WhenAny(running, Task.Delay(50));
            }

            await running;
        }

        Console.WriteLine($"resident memory           {most / 1048576,8} MB   {Together} turns at once   goal 200");
    }
}

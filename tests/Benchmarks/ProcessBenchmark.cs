using System.Diagnostics;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>From process start to the first 200, sidecars up.</summary>
internal static class ProcessBenchmark
{
    private const int Starts = 5;

    public static async Task RunAsync()
    {
        await using var app = await AppProcess.StartAsync();
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

        using var process = Process.GetProcessById(app.ProcessId);
        Console.WriteLine($"process start to first 200 {new Figures(times)}   goal 1500   resident {process.WorkingSet64 / 1048576} MB");
    }
}

using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Automations;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Benchmarks;

/// <summary>Many automations due at the same moment: how many runs are started per second, how late the last ones act, what a run asks of the vault.</summary>
internal static class RunBenchmark
{
    private const int Together = 16;

    private static readonly string[] Authors = ["alice", "bob", "carol", "erin"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(InProcessApp app, int size)
    {
        var due = new List<Automation>();
        for (var i = 0; i < size; i++)
            due.Add(await app.AgreedAsync(Authors[i % Authors.Length], "deals by region", []));
        var (at, since) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
        var started = Stopwatch.GetTimestamp();
        var runs = new RunId[size];
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (i, cancellation) =>
            runs[i] = (await app.Get<RunStart>().BeginAsync(app.Get<DurableTaskClient>(), due[i], new Occasion("due", OccasionKind.Schedule, at, null), cancellation))!.Value);
        var starting = Stopwatch.GetElapsedTime(started);
        var ended = new List<RunState>();
        foreach (var run in runs)
            ended.Add(await EndOfAsync(app.Get<RunStore>(), run));
        var secrets = (await VaultLog.NamesSinceAsync(since)).Count;
        var delays = new Figures(ended.Select(run => (run.EndedAt!.Value - at).TotalMilliseconds));
        Console.WriteLine($"runs started/s, {Together} at once {size / starting.TotalSeconds,8:F1}      {size} due at once, {ended.Count(static run => run.Status is RunStatus.Completed)} completed");
        Console.WriteLine($"due until delivered       {delays}");
        Console.WriteLine($"vault calls/run           {secrets / (double)size,8:F2}");
    }

    private static async Task<RunState> EndOfAsync(RunStore runs, RunId id)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(100))
        {
            if (await runs.FindAsync(id, default) is { IsLive: false } run)
                return run;
        }

        throw new TimeoutException($"{id} does not end.");
    }
}

using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Automations;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Benchmarks;

/// <summary>
/// Many automations due at the same moment, woken as the timer wakes them: how many runs are started per second, how late the last ones
/// deliver, what a run costs the store and asks of the vault.
/// </summary>
internal static class RunBenchmark
{
    private static readonly string[] Authors = ["alice", "bob", "carol", "erin"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(InProcessApp app, StorageCounter storage, int size, double insertsPerSecond)
    {
        // Not due before all of them are there: the app's own timer looks every minute, too.
        var made = new List<Automation>();
        for (var i = 0; i < size; i++)
            made.Add(await app.AgreedAsync(Authors[i % Authors.Length], "deals by region", []));
        var at = DateTimeOffset.UtcNow;
        foreach (var automation in made)
            await app.Get<AutomationStore>().ChangeAsync(automation.Id, now => now with { NextDue = at }, default);
        storage.Reset();
        var began = DateTimeOffset.UtcNow;
        var started = Stopwatch.GetTimestamp();
        await app.Get<Waking>().WakeAsync(app.Get<DurableTaskClient>(), default);
        var starting = Stopwatch.GetElapsedTime(started);
        await AllEndedAsync(app, size);
        var counts = storage.Read();
        var ended = new List<RunState>();
        foreach (var automation in made)
            ended.Add((await app.Get<RunStore>().FindAsync((await app.Get<AutomationStore>().FindAsync(automation.Id, default))!.LastRun!.Id, default))!);
        var secrets = (await VaultLog.NamesSinceAsync(began)).Count;
        var delays = new Figures(ended.Select(run => (run.EndedAt!.Value - began).TotalMilliseconds));
        var perRun = counts.Values.Sum() / (double)size;
        var own = counts.Where(static pair => !StorageCounter.IsEngine(pair.Key)).Sum(static pair => pair.Value) / (double)size;
        var (perSecond, ceiling) = (size / (ended.Max(static run => run.EndedAt!.Value) - began).TotalSeconds, insertsPerSecond / perRun);
        Console.WriteLine($"runs started/s            {size / starting.TotalSeconds,8:F1}      {size} due at once, {ended.Count(static run => run.Status is RunStatus.Completed)} completed");
        Console.WriteLine($"due until delivered       {delays}");
        Console.WriteLine($"storage transactions/run  {own,8:F1} own, {perRun - own:F1} of the engine");
        Console.WriteLine($"runs/s to their end       {perSecond,8:F1}      ceiling {ceiling:F1}   ratio {perSecond / ceiling:P0}");
        Console.WriteLine($"vault calls/run           {secrets / (double)size,8:F2}");
    }

    /// <summary>Looks at the list of what is live, and seldom: looking is counted, too.</summary>
    private static async Task AllEndedAsync(InProcessApp app, int size)
    {
        var runs = app.Get<Tables>().Runs;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(Pause))
        {
            var live = 0;
            foreach (var author in Authors)
                await foreach (var page in runs.QueryAsync<TableEntity>($"PartitionKey eq 'live-{app.SubjectOf(author)}'", select: ["RowKey"]).AsPages())
                    live += page.Values.Count;
            if (live == 0)
                return;
        }

        throw new TimeoutException($"Of {size} runs some do not end.");
    }
}

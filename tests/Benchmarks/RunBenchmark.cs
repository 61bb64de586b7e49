using System.Diagnostics;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
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
    private const int PageSize = 500;
    private static readonly string[] Authors = ["alice", "bob", "carol", "erin"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(InProcessApp app, StorageCounter storage, int size, double insertsPerSecond)
    {
        // Not due before all of them are there: the app's own timer looks every minute, too. What is due is so at a whole minute.
        var made = new List<Automation>();
        for (var i = 0; i < size; i++)
            made.Add(await app.AgreedAsync(Authors[i % Authors.Length], "deals by region", []));
        var at = DateTimeOffset.UtcNow;
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
        foreach (var automation in made)
            await app.Get<AutomationStore>().ChangeAsync(automation.Id, now => now with { NextDue = at }, default);
        storage.Reset();
        var began = DateTimeOffset.UtcNow;
        var started = Stopwatch.GetTimestamp();
        await app.Get<Waking>().WakeAsync(app.Durable, default);
        var starting = Stopwatch.GetElapsedTime(started);
        await AllEndedAsync(app, size);
        var counts = storage.Read();
        var ids = made.Select(static automation => automation.Id).ToHashSet();
        var ended = new List<RunState>();
        foreach (var author in Authors)
            ended.AddRange(await AllOfAsync(app, author, ids));
        if (ended.Count != size)
            throw new InvalidOperationException($"Of {size} automations due, {ended.Count} ran.");
        var secrets = (await VaultLog.NamesSinceAsync(began)).Count;
        var delays = new Figures(ended.Select(run => (run.EndedAt!.Value - began).TotalMilliseconds));
        var perRun = counts.Values.Sum() / (double)size;
        var own = counts.Where(static pair => !StorageCounter.IsEngine(pair.Key)).Sum(static pair => pair.Value) / (double)size;
        var (perSecond, ceiling) = (size / (ended.Max(static run => run.EndedAt!.Value) - began).TotalSeconds, insertsPerSecond / perRun);
        Console.WriteLine($"runs started/s            {size / starting.TotalSeconds,8:F1}      {size} due at once, {ended.Count(static run => run.Status is RunStatus.Completed)} completed");
        Console.WriteLine($"due until delivered       {delays}");
        await using (var bare = await BareEngine.StartAsync(app))
        {
            var engine = await bare.TogetherAsync(size);
            Console.WriteLine($"    as many bare orchestrations of one activity  {engine}   ratio of p95 {delays.P95 / engine.P95:F2}   goal 2");
        }

        Console.WriteLine($"storage transactions/run  {own,8:F1} own, {perRun - own:F1} of the engine");
        foreach (var (kind, count) in counts.OrderByDescending(static pair => pair.Value).Where(pair => pair.Value >= size / 2))
            Console.WriteLine($"    {kind,-44} {count / (double)size:F2}{(StorageCounter.IsEngine(kind) ? "   engine" : "")}");
        Console.WriteLine($"runs/s to their end       {perSecond,8:F1}      ceiling {ceiling:F1}   ratio {perSecond / ceiling:P0}");
        Console.WriteLine($"vault calls/run           {secrets / (double)size,8:F2}");
    }

    private static async Task<List<RunState>> AllOfAsync(InProcessApp app, string author, HashSet<AutomationId> ids)
    {
        var found = new List<RunState>();
        string? next = null;
        do
        {
            (var page, next) = await app.Get<RunStore>().ListAsync(app.SubjectOf(author), run => ids.Contains(run.Id.Automation), next, PageSize, default);
            found.AddRange(page);
        }
        while (next is not null);
        return found;
    }

    /// <summary>Waits for the end of all runs by polling the table of live ones, rarely: polls are counted too.</summary>
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

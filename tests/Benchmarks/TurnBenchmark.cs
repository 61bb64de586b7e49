using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>A turn with one query call: from the POST until the reply can be read.</summary>
internal sealed class TurnBenchmark(InProcessApp app, StorageCounter storage)
{
    private const int Together = 16;
    private const int Unwatched = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);
    private const int AfterPauses = 3;

    /// <summary>Longer than the app remembers a person's blocks and running turns.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    private double _transactions;

    public async Task LatencyAsync(int turns)
    {
        var client = await app.AsAsync("bob");
        await RunAsync(client, await ThreadAsync(client), Math.Max(20, turns / 4));
        var turn = new Figures(await RunAsync(client, await ThreadAsync(client), turns));
        Console.WriteLine($"turn, one query call      {turn}   goal p50 60, p95 130");
        await using var bare = await BareEngine.StartAsync(app);
        var engine = await bare.OneByOneAsync(turns);
        Console.WriteLine($"    a bare orchestration of one activity         {engine}   ratio {turn.P50 / engine.P50:F2} and {turn.P95 / engine.P95:F2}   goal 1.6");
    }

    /// <summary>Measures the storage requests of a turn without viewers. A viewer's stream is measured separately.</summary>
    public async Task TransactionsAsync()
    {
        var client = await app.AsAsync("bob");
        var thread = await ThreadAsync(client);
        await Task.Delay(Settle);
        storage.Reset();
        for (var i = 0; i < Unwatched; i++)
        {
            await SayAsync(client, thread);
            await Task.Delay(Pause);
        }

        await Task.Delay(Settle);
        Print(Unwatched);
        storage.Reset();
        for (var i = 0; i < AfterPauses; i++)
        {
            await Task.Delay(LongPause);
            await SayAsync(client, thread);
        }

        await Task.Delay(Settle);
        Console.WriteLine($"    after a pause of {LongPause.TotalSeconds:F0} s: {storage.Read().Where(IsOfTurn).Sum(static pair => pair.Value) / (double)AfterPauses:F1} own");
    }

    public async Task ThroughputAsync(int turns, double insertsPerSecond)
    {
        var client = await app.AsAsync("carol");
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Together).Select(async _ => await RunAsync(client, await ThreadAsync(client), Math.Max(1, turns / Together))));
        var perSecond = Math.Max(1, turns / Together) * Together / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var ceiling = insertsPerSecond / _transactions;
        Console.WriteLine($"turns/s, {Together} at once       {perSecond,8:F1}      ceiling {ceiling:F1} (inserts/s {insertsPerSecond:F0} / transactions {_transactions:F1})   ratio {perSecond / ceiling:P0}   goal 40 %");
    }

    /// <summary>One turn in a thread of its own.</summary>
    public static async Task OneAsync(HttpClient client) => await RunAsync(client, await ThreadAsync(client), 1);

    internal static async Task<string> ThreadAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("api/threads", UriKind.Relative), new { title = "bench" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    internal static async Task<List<double>> RunAsync(HttpClient client, string thread, int turns)
    {
        using var events = new ReplyListener(client, thread);
        var times = new List<double>(turns);
        for (var i = 0; i < turns; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await SayAsync(client, thread);
            await events.NextReplyAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task SayAsync(HttpClient client, string thread)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"api/threads/{thread}/messages", UriKind.Relative), new { text = "deals by region" });
        answer.EnsureSuccessStatusCode();
    }

    private static bool IsOfTurn(KeyValuePair<string, int> pair) => !StorageCounter.IsEngine(pair.Key) && !StorageCounter.IsPoll(pair.Key);

    private void Print(int turns)
    {
        var counts = storage.Read().Where(static pair => !StorageCounter.IsPoll(pair.Key)).ToDictionary();
        var own = counts.Where(IsOfTurn).Sum(static pair => pair.Value) / (double)turns;
        _transactions = counts.Values.Sum() / (double)turns;
        Console.WriteLine($"storage transactions/turn {own,8:F1} own (goal 14), {_transactions - own:F1} of the engine (goal 18), empty polls apart");
        foreach (var (kind, count) in counts.OrderByDescending(static pair => pair.Value))
            Console.WriteLine($"    {kind,-44} {count / (double)turns:F2}{(StorageCounter.IsEngine(kind) ? "   engine" : "")}");
    }

    /// <summary>Measures the storage requests of an idle app.</summary>
    public async Task IdleAsync()
    {
        await Task.Delay(Quiet);
        storage.Reset();
        await Task.Delay(Idle);
        var counts = storage.Read();
        var minutes = Idle.TotalMinutes;
        var own = counts.Where(static pair => !StorageCounter.IsEngine(pair.Key)).Sum(static pair => pair.Value);
        Console.WriteLine($"idle requests/minute      {counts.Values.Sum() / minutes,8:F1}      {own / minutes:F1} own, {(counts.Values.Sum() - own) / minutes:F1} of engine and timer   goal 60");
        foreach (var (kind, count) in counts.OrderByDescending(static pair => pair.Value))
            Console.WriteLine($"    {kind,-44} {count / minutes:F1}{(StorageCounter.IsEngine(kind) ? "   engine" : "")}");
    }
}

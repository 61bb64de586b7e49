using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Tests.Artifacts;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Benchmarks;

/// <summary>Edits of a shared list until they are accepted and seen by its second viewer, a long list, and a dashboard beside its slowest query.</summary>
internal sealed class ArtifactBenchmark(InProcessApp app, StorageCounter storage)
{
    private const int Blocks = 8;
    private const int WarmUp = 20;

    /// <summary>Below the limit on the changes of one person.</summary>
    private static readonly TimeSpan BetweenOps = TimeSpan.FromMilliseconds(120);

    public async Task RunAsync(int rounds)
    {
        var carol = await app.InBrowserAsync("carol");
        await EditAsync(carol, rounds);
        await OpenAsync(carol, 1_000, rounds);
        await OpenAsync(carol, 10_000, Math.Clamp(rounds / 10, 3, 20));
        await DashboardAsync(carol, Math.Clamp(rounds / 10, 3, 10));
    }

    /// <summary>Prints what one block alone and a whole dashboard send.</summary>
    public async Task ShowDashboardAsync()
    {
        var (run, blocks) = await DashboardOfAsync(await app.InBrowserAsync("carol"));
        for (var i = 0; i < WarmUp; i++)
            await Task.WhenAll(blocks.Select(run));
        using var timeline = new RequestTimeline();
        await timeline.ShowAsync("one block", () => run(blocks[0]));
        await timeline.ShowAsync("one block", () => run(blocks[1]));
        await timeline.ShowAsync("dashboard", () => Task.WhenAll(blocks.Select(run)));
        await timeline.ShowAsync("dashboard", () => Task.WhenAll(blocks.Select(run)));
    }

    private async Task EditAsync(HttpClient carol, int rounds)
    {
        var thread = await app.OpenThreadAsync("carol", "bob");
        var id = await MadeAsync(carol, "list");
        await OpsAsync(carol, id, """[{"op":"add","item":"i1","order":"a0","values":{"title":"one"}}]""");
        var preview = (await carol.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        (await carol.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();

        await EditOnceAsync(carol, id, 0);
        storage.Reset();
        var alone = await TimeAsync(rounds, at => EditOnceAsync(carol, id, at), BetweenOps);
        Console.WriteLine($"artifact, op accepted                              {new Figures(alone)}   goal p50 15   {Transactions(rounds, "op")}, goal 2 without the look at the account");

        var bob = app.Anonymous();
        bob.DefaultRequestHeaders.Authorization = new("Bearer", await app.TokenAsync("bob"));
        await using var stream = await EventReader.OpenAsync(bob, $"api/artifacts/{id}/events");
        await stream.NextAsync("presence");
        var seen = await TimeAsync(rounds, async at =>
        {
            var sent = EditOnceAsync(carol, id, at);
            await stream.NextAsync("ops");
            await sent;
        }, BetweenOps);
        Console.WriteLine($"artifact, op seen by a second viewer               {new Figures(seen)}   goal p50 300");
    }

    private static async Task OpenAsync(HttpClient carol, int items, int rounds)
    {
        var id = await MadeAsync(carol, "list");
        var order = default(string);
        foreach (var part in Enumerable.Range(0, items).Chunk(ArtifactLimits.OpsAtOnce))
        {
            var adds = part.Select(n => $$"""{"op":"add","item":"i{{n}}","order":"{{order = OrderKey.After(order)}}","values":{"title":"Item {{n}}","due":"2026-12-01"} }""");
            await OpsAsync(carol, id, $"[{string.Join(',', adds)}]");
        }

        var opened = await TimeAsync(rounds, async _ => (await carol.SendAsync("GET", $"api/artifacts/{id}")).Ok());
        Console.WriteLine($"artifact, a list of {items,6} items opened           {new Figures(opened)}   goal p50 150");
    }

    private static async Task<(Func<DashboardBlock, Task> Run, DashboardBlock[] Blocks)> DashboardOfAsync(HttpClient carol)
    {
        var id = await MadeAsync(carol, "dashboard");
        const string Sql = "SELECT stage, count(*) AS n, sum(amount) AS total FROM deals WHERE id > ";
        var puts = Enumerable.Range(0, Blocks).Select(static n =>
            $$"""{"op":"block","order":"a{{n}}","block":{"id":"b{{n}}","type":"request","title":"Block {{n}}","source":"company","sql":"{{Sql}}{{n}} GROUP BY stage"} }""");
        await OpsAsync(carol, id, $"[{string.Join(',', puts)}]");
        var blocks = (await carol.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("definition").GetProperty("blocks").EnumerateArray()
            .Select(static one => new DashboardBlock(one.At("id")!, one.At("definitionHash")!)).ToArray();
        return (RunAsync, blocks);

        async Task RunAsync(DashboardBlock block) =>
            (await carol.SendAsync("POST", $"api/artifacts/{id}/blocks/{block.Id}/run", new { definitionHash = block.Hash })).Ok().GetProperty("rows");
    }

    private async Task DashboardAsync(HttpClient carol, int rounds)
    {
        var (run, blocks) = await DashboardOfAsync(carol);
        await Task.WhenAll(blocks.Select(run));
        storage.Reset();
        await Task.WhenAll(blocks.Select(run));
        var transactions = Transactions(1, "dashboard");
        var (whole, slowest) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            whole.AddRange(await TimeAsync(1, _ => Task.WhenAll(blocks.Select(run))));
            slowest.Add((await TimeAsync(blocks.Length, at => run(blocks[at]))).Max());
        }

        var (dashboard, one) = (new Figures(whole), new Figures(slowest));
        Console.WriteLine($"artifact, a dashboard of {Blocks} blocks                 {dashboard}   slowest block alone p50 {one.P50:F2} ms   ratio {dashboard.P50 / one.P50:F2}, goal 1.3   {transactions}");
    }

    /// <summary>Each request reads the person's account block, so it is told apart from what the work costs.</summary>
    private string Transactions(int rounds, string of)
    {
        var own = storage.Read().Where(static pair => !StorageCounter.IsEngine(pair.Key) && !StorageCounter.IsPoll(pair.Key)).ToArray();
        var account = own.Where(static pair => pair.Key.EndsWith("offboarding", StringComparison.Ordinal)).Sum(static pair => pair.Value) / (double)rounds;
        var all = own.Sum(static pair => pair.Value) / (double)rounds;
        var parts = own.OrderByDescending(static pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value / (double)rounds:F2}");
        return $"storage {all:F2} per {of}, {all - account:F2} without the look at the account ({string.Join("   ", parts)})";
    }

    private static async Task<string> MadeAsync(HttpClient person, string kind) =>
        (await person.SendAsync("POST", "api/artifacts", new { kind, title = "Benchmark" })).Ok().At("id")!;

    private static Task EditOnceAsync(HttpClient person, string id, int at) => OpsAsync(person, id, $$"""[{"op":"set","item":"i1","field":"title","value":"number {{at}}"}]""");

    private static async Task OpsAsync(HttpClient person, string id, string ops) =>
        (await person.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), ops = Ops.Json(ops) })).Ok();

    private static async Task<List<double>> TimeAsync(int rounds, Func<int, Task> run, TimeSpan pause = default)
    {
        var times = new List<double>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await run(i);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(pause);
        }

        return times;
    }

    private sealed record DashboardBlock(string Id, string Hash);
}

using System.Globalization;
using Onbehalf.Benchmarks;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
var part = args.ElementAtOrDefault(1);
Console.WriteLine($"Size {size}, load {Load()} ({Environment.ProcessorCount} cores). Figures are of this machine; ratios are against a baseline of the same run.");

using var storage = new StorageCounter();
await using var model = await ZeroLatencyModel.StartAsync();
if (args is [_, "revocation"])
{
    await RevocationBenchmark.RunAsync(model.Settings(), Math.Clamp(size / 50, 1, 10));
    return;
}

if (args is [_, "openness"])
{
    await FollowUpBenchmark.RunAsync();
    await OpennessBenchmark.RunAsync(Math.Clamp(size / 5, 1, OpennessMatrix.MoreQuestions.Length));
    return;
}

if (args is [_, "slack"])
{
    await SlackBenchmark.RunAsync(model.Settings(), size);
    return;
}

if (args is [_, "instances"])
{
    await InstancesBenchmark.RunAsync(model.Settings(), Math.Clamp(size / 5, 4, 40));
    return;
}

await using var app = await InProcessApp.StartAsync(model.Settings());
if (part is "idle")
{
    await new TurnBenchmark(app, storage).IdleAsync();
    await new WatchBenchmark(app, storage).RunAsync();
    return;
}

if (part is "queries")
{
    await QueryBenchmark.RunAsync(app, size);
    return;
}

if (part is "wiki")
{
    await WikiBenchmark.RunAsync(app, size * 250, size);
    return;
}

if (part is "artifacts")
{
    await new ArtifactBenchmark(app, storage).RunAsync(size);
    return;
}

if (part is "dashboard")
{
    await new ArtifactBenchmark(app, storage).ShowDashboardAsync();
    return;
}

if (part is "search")
{
    await new SearchBenchmark(app, storage).RunAsync(size, rounds: 20);
    return;
}

if (part is "turn")
{
    var turn = new TurnBenchmark(app, storage);
    await turn.LatencyAsync(size);
    await turn.TransactionsAsync();
    await turn.ThroughputAsync(size, await StorageBaseline.InsertsPerSecondAsync(app, size * 5));
    return;
}

if (part is "timeline")
{
    await TurnTimeline.RunAsync(app);
    return;
}

if (part is not "threads")
{
    var bench = new TurnBenchmark(app, storage);
    await bench.LatencyAsync(size);
    await bench.TransactionsAsync();
    await bench.IdleAsync();
    var insertsPerSecond = await StorageBaseline.InsertsPerSecondAsync(app, size * 5);
    await bench.ThroughputAsync(size, insertsPerSecond);
    await QueryBenchmark.RunAsync(app, size);
    await RunBenchmark.RunAsync(app, storage, size * 5, insertsPerSecond);
    await TokenBenchmark.RunAsync(app, size * 10);
    await GrantBenchmark.RunAsync(size * 50);
    await SlackBenchmark.RunAsync(model.Settings(), size);
    await RevocationBenchmark.RunAsync(model.Settings(), Math.Clamp(size / 50, 1, 10));
    await ProcessBenchmark.RunAsync(model.Settings());
}

if (part is not "turns")
{
    await new ThreadBenchmark(app, storage).RunAsync(Math.Min(size, 100));
    await WikiBenchmark.RunAsync(app, size * 250, size);
    await new SearchBenchmark(app, storage).RunAsync(Math.Min(size, 100), rounds: 10);
    await new ArtifactBenchmark(app, storage).RunAsync(Math.Min(size, 100));
    await FirstLoadBenchmark.RunAsync(app);
    await OpennessBenchmark.RunAsync(Math.Clamp(size / 20, 1, OpennessMatrix.MoreQuestions.Length));
    await FollowUpBenchmark.RunAsync();
}

// The machine's other load, without which the figures are meaningless.
static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

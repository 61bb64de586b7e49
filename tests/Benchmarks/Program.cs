using System.Globalization;
using Onbehalf.Benchmarks;
using Onbehalf.Tests.Fixtures;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
Console.WriteLine($"Size {size} ({Environment.ProcessorCount} cores). Figures are of this machine; ratios are against a baseline of the same run.");

using var storage = new StorageCounter();
await using var model = await ZeroLatencyModel.StartAsync();
await using var app = await InProcessApp.StartAsync(model.Settings());
var bench = new TurnBenchmark(app, storage);
await bench.LatencyAsync(size);
await bench.TransactionsAsync();
await bench.ThroughputAsync(size, await StorageBaseline.InsertsPerSecondAsync(app, size * 5));
await QueryBenchmark.RunAsync(app, size);
await TokenBenchmark.RunAsync(app, size * 10);
await GrantBenchmark.RunAsync(size * 50);
await ProcessBenchmark.RunAsync(model.Settings());

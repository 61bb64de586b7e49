using System.Diagnostics;
using Azure.Data.Tables;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>The capacity of the table store on this machine: single inserts, as many in parallel as turns run.</summary>
internal static class StorageBaseline
{
    private const int Together = 16;

    public static async Task<double> InsertsPerSecondAsync(InProcessApp app, int inserts)
    {
        var table = new TableServiceClient(app.Sidecars.StorageConnectionString).GetTableClient($"bench{Guid.NewGuid():N}"[..20]);
        await table.CreateIfNotExistsAsync();
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, inserts), new ParallelOptions { MaxDegreeOfParallelism = Together }, async (i, cancellation) =>
            await table.AddEntityAsync(new TableEntity($"p{i % Together}", $"r{i}") { ["body"] = new string('x', 500) }, cancellation));
        return inserts / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

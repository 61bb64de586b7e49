using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>
/// Stores pulses as rows of the partition <c>pulses</c> of the table <c>events</c>, ordered by time. One row batches the pulses of one instance
/// over a quarter of a second.
/// </summary>
internal sealed class PulseRows(TableClient events, TimeProvider time)
{
    /// <summary>Overlap of two polls, for clock differences between instances and slow writes.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly TimeSpan SweptEvery = TimeSpan.FromMinutes(10);

    private const string Partition = "pulses";
    private const string What = "What";
    private const int MostInRow = 500;
    private const int MostInBatch = 100;

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private DateTimeOffset _swept;
    private int _written;

    /// <summary>Returns false if the retention may have deleted pulses since that time.</summary>
    public bool Reaches(DateTimeOffset since) => since >= time.GetUtcNow() - Kept + Overlap;

    /// <summary>Writes pulses on a best-effort basis. A lost pulse is tolerable: it is a hint, and a reconnecting client reads everything.</summary>
    public async Task WriteAsync(IEnumerable<Pulse> pulses)
    {
        foreach (var some in pulses.Chunk(MostInRow))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Ticks(time.GetUtcNow())}-{_instance}-{Interlocked.Increment(ref _written)}");
            try
            {
                await events.AddEntityAsync(new TableEntity(Partition, key) { [What] = string.Join('\n', some.Select(static p => p.Write())) });
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                // The pulse is lost.
            }
        }

        await SweepAsync();
    }

    /// <summary>
    /// Returns the rows since shortly before <paramref name="since"/>. Rows of this instance are included if <paramref name="own"/> is true.
    /// </summary>
    public async Task<IReadOnlyList<(string Key, ImmutableArray<Pulse> Pulses)>> ReadAsync(DateTimeOffset since, bool own, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {Ticks(since - Overlap)}");
        var found = new List<(string, ImmutableArray<Pulse>)>();
        await foreach (var row in events.QueryAsync<TableEntity>(filter, select: ["RowKey", What], cancellationToken: cancellation))
        {
            if (own || !row.RowKey.Contains(_instance, StringComparison.Ordinal))
                found.Add((row.RowKey, [.. row.GetString(What).Split('\n').Select(Pulse.Read)]));
        }

        return found;
    }

    /// <summary>Deletes expired rows. The sweep runs with writes, so an idle app sends no requests.</summary>
    private async Task SweepAsync()
    {
        var now = time.GetUtcNow();
        if (now - _swept < SweptEvery)
            return;
        _swept = now;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {Ticks(now - Kept)}");
        try
        {
            await foreach (var page in events.QueryAsync<TableEntity>(filter, MostInBatch, ["PartitionKey", "RowKey"]).AsPages())
            {
                if (page.Values.Count > 0)
                    await events.SubmitTransactionAsync(
                        page.Values.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)));
            }
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // Another instance sweeps at the same time. The next sweep deletes the remaining rows.
        }
    }

    private static string Ticks(DateTimeOffset moment) => moment.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;

namespace Onbehalf.Threads;

/// <summary>
/// Pulses as rows of partition <c>pulses</c> of the table <c>events</c>, in order of time: what one instance wrote in a quarter of a second is one row.
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

    /// <summary>False for a moment so long ago that its pulses may be gone.</summary>
    public bool Reaches(DateTimeOffset since) => since >= time.GetUtcNow() - Kept + Overlap;

    /// <summary>A row that cannot be written is lost: a pulse is a hint, and a client that connects again reads everything.</summary>
    public async Task WriteAsync(IEnumerable<Pulse> pulses)
    {
        foreach (var some in pulses.Chunk(MostInRow))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Ticks(time.GetUtcNow())}-{_instance}-{Interlocked.Increment(ref _written)}");
            try
            {
                await events.AddEntityAsync(new TableEntity(Partition, key) { [What] = string.Join('\n', some.Select(static p => p.Write())) });
            }
            catch (Exception failure) when (IsOfStore(failure))
            {
                // The hint is lost.
            }
        }

        await SweepAsync();
    }

    /// <summary>Rows since shortly before <paramref name="since"/>, with those of this instance where <paramref name="own"/> says so.</summary>
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

    /// <summary>Cleanup runs with writes, so an idle app sends no requests.</summary>
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
                    await events.SubmitTransactionAsync(page.Values.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)));
            }
        }
        catch (Exception failure) when (IsOfStore(failure))
        {
            // Another instance sweeps at the same time; what stays goes next time.
        }
    }

    /// <summary>
    /// A store that cannot be reached fails as an aggregate of all tries, or as one that took too long; where it is asked with a token, also as
    /// the failure to get one.
    /// </summary>
    private static bool IsOfStore(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException or IOException;

    private static string Ticks(DateTimeOffset moment) => moment.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}

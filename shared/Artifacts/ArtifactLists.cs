using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>Finds a person's artifacts: their drafts, and what is in their threads. A row is only a pointer; the artifact itself says who has it.</summary>
public sealed class ArtifactLists(Tables tables, ThreadStore threads, ArtifactAccess access)
{
    private const int MostThreads = 200;
    private const int AtOnce = 8;
    private const int AtOnceListed = 200;

    /// <summary>A page in the order of ids, within it the last changed first, and where the next one starts.</summary>
    /// <param name="thread">Only what is in this thread.</param>
    public async Task<(IReadOnlyList<ArtifactHead> Heads, ArtifactId? Next)> ListAsync(Authority viewer, ThreadId? thread, ArtifactId? from, int limit, CancellationToken cancellation)
    {
        var (found, next) = await PageAsync(viewer, thread, from, limit, cancellation);
        return ([.. found.Select(static one => one.Head).OrderByDescending(static head => head.ChangedAt)], next);
    }

    /// <summary>Everything that this person has, and the op from which on they may look back.</summary>
    internal async Task<IReadOnlyList<(ArtifactHead Head, long Since)>> AllAsync(Authority viewer, CancellationToken cancellation)
    {
        var all = new List<(ArtifactHead, long)>();
        ArtifactId? from = null;
        do
        {
            var (found, next) = await PageAsync(viewer, null, from, AtOnceListed, cancellation);
            all.AddRange(found);
            from = next;
        }
        while (from is not null);
        return all;
    }

    internal Task PointAsync(ThreadId thread, ArtifactId artifact, CancellationToken cancellation) =>
        tables.Artifacts.UpsertEntityAsync(new TableEntity(ArtifactRows.Of(thread), artifact.Value), TableUpdateMode.Merge, cancellation);

    private async Task<(List<(ArtifactHead Head, long Since)> Found, ArtifactId? Next)> PageAsync(Authority viewer, ThreadId? thread, ArtifactId? from, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var me = viewer.Subject.Id;
        string[] partitions = thread is { } only
            ? [ArtifactRows.Of(only)]
            : [ArtifactRows.Of(me), .. (await threads.IdsForAsync(me, null, MostThreads, cancellation)).Ids.Select(ArtifactRows.Of)];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(partitions, Options(cancellation), async (partition, token) =>
        {
            foreach (var id in await PointersAsync(partition, from, limit + 1, token))
            {
                lock (found)
                    found.Add(id);
            }
        });

        var page = found.Take(limit).ToArray();
        var heads = new List<(ArtifactHead Head, long Since)>();
        await Parallel.ForEachAsync(page, Options(cancellation), async (id, token) =>
        {
            var row = await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(id, ArtifactRows.HeadKey, cancellationToken: token);
            if (row.HasValue && ArtifactRows.ReadHead(row.Value!) is var head && (thread is null || head.Thread == thread) && await access.SinceAsync(viewer, head, token) is { } since)
            {
                lock (heads)
                    heads.Add((head, since));
            }
        });
        return (heads, found.Count > limit ? ArtifactId.Parse(found.ElementAt(limit)) : null);
    }

    private async Task<List<string>> PointersAsync(string partition, ArtifactId? from, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from?.Value ?? ""}");
        var ids = new List<string>();
        await foreach (var row in tables.Artifacts.QueryAsync<TableEntity>(filter, most, ["RowKey"], cancellation))
        {
            if (ids.Count == most)
                break;
            ids.Add(row.RowKey);
        }

        return ids;
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}

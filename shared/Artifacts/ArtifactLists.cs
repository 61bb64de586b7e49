using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Lists a person's artifacts: their drafts and the artifacts of their threads. A row is only a pointer; access is checked on the artifact
/// itself.
/// </summary>
public sealed class ArtifactLists(Tables tables, ThreadStore threads, ArtifactAccess access)
{
    private const int ThreadsAtOnce = 200;
    private const int AtOnce = 8;
    private const int AtOnceListed = 200;
    private const int MostAtOnce = 1_000;

    /// <summary>Maximum of pins in one room.</summary>
    internal const int MostPins = 100;

    /// <summary>
    /// Returns a page of artifacts and the start of the next page. Pages are in the order of ids. Within a page, the artifact that changed
    /// last is first.
    /// </summary>
    /// <param name="thread">Restricts the list to this thread.</param>
    public async Task<(IReadOnlyList<ArtifactHead> Heads, ArtifactId? Next)> ListAsync(
        Authority viewer, ThreadId? thread, ArtifactId? from, int limit, CancellationToken cancellation)
    {
        var (found, next) = await PageAsync(viewer, thread, from, limit, cancellation);
        return ([.. found.Select(static one => one.Head).OrderByDescending(static head => head.ChangedAt)], next);
    }

    /// <summary>Returns the pins of a room that this person has access to. The artifact that changed last is first.</summary>
    public async Task<IReadOnlyList<ArtifactHead>> PinnedAsync(Authority viewer, RoomId room, CancellationToken cancellation) =>
        [
            .. (await HeadsAsync(viewer, null, await PointersAsync(ArtifactRows.Of(room), null, MostPins, cancellation), cancellation))
                .Select(static one => one.Head)
                .OrderByDescending(static head => head.ChangedAt),
        ];

    /// <summary>Returns false when the room has reached the maximum of pins. Pins of deleted artifacts are removed first.</summary>
    internal async Task<bool> PinAsync(RoomId room, ArtifactId artifact, CancellationToken cancellation)
    {
        var pinned = await PointersAsync(ArtifactRows.Of(room), null, MostPins, cancellation);
        if (pinned.Contains(artifact.Value))
            return true;
        if (pinned.Count >= MostPins && !await UnpinDeletedAsync(room, pinned, cancellation))
            return false;
        await tables.Artifacts.UpsertEntityAsync(new TableEntity(ArtifactRows.Of(room), artifact.Value), TableUpdateMode.Merge, cancellation);
        return true;
    }

    internal Task UnpinAsync(RoomId room, ArtifactId artifact, CancellationToken cancellation) =>
        tables.Artifacts.DeleteEntityAsync(ArtifactRows.Of(room), artifact.Value, Azure.ETag.All, cancellation);

    /// <summary>Returns whether the room has a pin of a deleted artifact with this id.</summary>
    internal async Task<bool> IsDeletedPinAsync(RoomId room, ArtifactId artifact, CancellationToken cancellation) =>
        (await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(ArtifactRows.Of(room), artifact.Value, ["RowKey"], cancellation)).HasValue
        && await IsDeletedAsync(artifact.Value, cancellation);

    /// <summary>Returns all artifacts of this person, each with the op where their history starts.</summary>
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

    /// <summary>Returns whether this message published an artifact that still exists.</summary>
    internal async Task<bool> IsAnnouncementAsync(MessageId message, CancellationToken cancellation)
    {
        foreach (var id in await PointersAsync(ArtifactRows.Of(message.Thread), null, int.MaxValue, cancellation))
        {
            if (await HeadAsync(id, cancellation) is { IsDeleted: false } head && head.Places.Any(place => place.Message == message))
                return true;
        }

        return false;
    }

    internal Task PointAsync(ThreadId thread, ArtifactId artifact, CancellationToken cancellation) =>
        tables.Artifacts.UpsertEntityAsync(new TableEntity(ArtifactRows.Of(thread), artifact.Value), TableUpdateMode.Merge, cancellation);

    /// <summary>Returns whether a pin was removed.</summary>
    private async Task<bool> UnpinDeletedAsync(RoomId room, List<string> pinned, CancellationToken cancellation)
    {
        var removed = 0;
        await Parallel.ForEachAsync(pinned, Options(cancellation), async (id, token) =>
        {
            if (!await IsDeletedAsync(id, token))
                return;
            await UnpinAsync(room, ArtifactId.Parse(id), token);
            Interlocked.Increment(ref removed);
        });
        return removed > 0;
    }

    private async Task<(List<(ArtifactHead Head, long Since)> Found, ArtifactId? Next)> PageAsync(
        Authority viewer, ThreadId? thread, ArtifactId? from, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var me = viewer.Subject.Id;
        string[] partitions = thread is { } only
            ? [ArtifactRows.Of(only)]
            : [ArtifactRows.Of(me), .. await ThreadsAsync(me, cancellation)];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(partitions, Options(cancellation), async (partition, token) =>
        {
            foreach (var id in await PointersAsync(partition, from, limit + 1, token))
            {
                lock (found)
                    found.Add(id);
            }
        });

        var heads = await HeadsAsync(viewer, thread, found.Take(limit), cancellation);
        return (heads, found.Count > limit ? ArtifactId.Parse(found.ElementAt(limit)) : null);
    }

    private async Task<List<(ArtifactHead Head, long Since)>> HeadsAsync(
        Authority viewer, ThreadId? thread, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var heads = new List<(ArtifactHead Head, long Since)>();
        await Parallel.ForEachAsync(ids, Options(cancellation), async (id, token) =>
        {
            if (await HeadAsync(id, token) is { } head
                && (thread is null || head.Thread == thread)
                && await access.SinceAsync(viewer, head, token) is { } since)
            {
                lock (heads)
                    heads.Add((head, since));
            }
        });
        return heads;
    }

    private async Task<List<string>> ThreadsAsync(SubjectId person, CancellationToken cancellation)
    {
        var partitions = new List<string>();
        string? next = null;
        do
        {
            var (ids, more) = await threads.IdsForAsync(person, next, ThreadsAtOnce, cancellation);
            partitions.AddRange(ids.Select(ArtifactRows.Of));
            next = more;
        }
        while (next is not null);
        return partitions;
    }

    private async Task<bool> IsDeletedAsync(string id, CancellationToken cancellation) => await HeadAsync(id, cancellation) is null or { IsDeleted: true };

    private async Task<ArtifactHead?> HeadAsync(string id, CancellationToken cancellation)
    {
        var row = await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(id, ArtifactRows.HeadKey, cancellationToken: cancellation);
        return row.HasValue ? ArtifactRows.ReadHead(row.Value!) : null;
    }

    private async Task<List<string>> PointersAsync(string partition, ArtifactId? from, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from?.Value ?? ""}");
        var ids = new List<string>();
        await foreach (var row in tables.Artifacts.QueryAsync<TableEntity>(filter, Math.Min(most, MostAtOnce), ["RowKey"], cancellation))
        {
            if (ids.Count == most)
                break;
            ids.Add(row.RowKey);
        }

        return ids;
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}

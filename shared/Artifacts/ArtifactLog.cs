using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Artifacts;

/// <summary>Reads artifacts from their rows. Artifacts are cached in the process, and a cached state is updated with the newer ops.</summary>
internal sealed class ArtifactLog(TableClient table, PersonSeal seal) : IDisposable
{
    private const int Remembered = 4_000;
    private const int BytesPerUnit = 64 * 1024;

    private readonly ConcurrentDictionary<ArtifactId, SharedQuestion<LiveArtifact?>> _reads = new();
    private readonly MemoryCache _live = new(new MemoryCacheOptions { SizeLimit = Remembered });
    private readonly MemoryCache _evidence = new(new MemoryCacheOptions { SizeLimit = Remembered });
    private readonly ArtifactSnapshots _snapshots = new(table, seal);
    private readonly LoggedRows _rows = new(seal);

    /// <summary>Returns the cached artifact; null when it is not cached.</summary>
    public LiveArtifact? Known(ArtifactId id) => _live.TryGetValue(id, out LiveArtifact? live) ? live : null;

    public void Remember(LiveArtifact live) =>
        _live.Set(live.Head.Id, live, new MemoryCacheEntryOptions { Size = 1 + (live.Size / BytesPerUnit), SlidingExpiration = TimeSpan.FromMinutes(20) });

    public void Forget(ArtifactId id) => _live.Remove(id);

    /// <summary>Returns the present artifact; null when it does not exist. Requests that arrive together share one read.</summary>
    public Task<LiveArtifact?> ReadAsync(ArtifactId id, CancellationToken cancellation) => ShareAsync(id).WaitAsync(cancellation);

    private async Task<LiveArtifact?> ShareAsync(ArtifactId id)
    {
        var read = _reads.GetOrAdd(id, static _ => new());
        try
        {
            return await read.AskAsync(() => ReadNowAsync(id, CancellationToken.None));
        }
        finally
        {
            if (read.IsIdle)
                _reads.TryRemove(KeyValuePair.Create(id, read));
        }
    }

    private async Task<LiveArtifact?> ReadNowAsync(ArtifactId id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, ArtifactRows.HeadKey, cancellationToken: cancellation);
        if (!row.HasValue)
            return null;
        var head = ArtifactRows.ReadHead(row.Value!);
        if (Known(id) is { } known && known.Head.Seq <= head.Seq)
        {
            // The head row gets the number of a snapshot with the next change only.
            head = head with { SnapshotSeq = Math.Max(known.Head.SnapshotSeq, head.SnapshotSeq) };
            var since = known.Head.Seq == head.Seq ? [] : await OpsAsync(id, known.Head.Seq, head.Seq, int.MaxValue, cancellation);
            return Kept(
                head, row.Value!.ETag, Apply(known.State, since), known.Recent.AddRange(since), known.Size + since.Sum(static one => StateSize.Added(one.Ops)));
        }

        var (state, recent) = await StateAsync(id, head, head.Seq, cancellation);
        return Kept(head, row.Value!.ETag, state, [.. recent], StateSize.Of(state));
    }

    /// <summary>Returns the ops after <paramref name="after"/> up to <paramref name="upTo"/>, in order.</summary>
    public async Task<ImmutableArray<LoggedOps>> OpsAsync(ArtifactId id, long after, long upTo, int most, CancellationToken cancellation)
    {
        if (Known(id)?.Recent is { Count: > 0 } recent && recent[0].Seq <= after + 1 && recent[^1].Seq >= upTo)
            return [.. recent.Where(one => one.Seq > after && one.Seq <= upTo).Take(most)];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id.Value} and RowKey gt {ArtifactRows.Op(after)} and RowKey le {ArtifactRows.Op(upTo)}");
        var ops = ImmutableArray.CreateBuilder<LoggedOps>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (ops.Count == most)
                break;
            ops.Add(await _rows.ReadAsync(row, cancellation));
        }

        return ops.ToImmutable();
    }

    /// <summary>Returns the state after an earlier op.</summary>
    public async Task<ArtifactState> StateAtAsync(ArtifactHead head, long seq, CancellationToken cancellation) =>
        (await StateAsync(head.Id, head, seq, cancellation)).State;

    /// <summary>Returns the evidence of ops. Ops without a row are missing in the result.</summary>
    public async Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> EvidenceAsync(
        ArtifactId id, IReadOnlyCollection<long> seqs, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(seqs.Select(seq => OpAsync(id, seq, cancellation)));
        return found.OfType<LoggedOps>().ToImmutableDictionary(static one => one.Seq, static one => one.Evidence);
    }

    private async Task<LoggedOps?> OpAsync(ArtifactId id, long seq, CancellationToken cancellation)
    {
        if (_evidence.TryGetValue((id, seq), out LoggedOps? known))
            return known;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, ArtifactRows.Op(seq), cancellationToken: cancellation);
        return row.HasValue ? _evidence.Set((id, seq), await _rows.ReadAsync(row.Value!, cancellation), new MemoryCacheEntryOptions { Size = 1 }) : null;
    }

    public Task SnapshotAsync(LiveArtifact live, CancellationToken cancellation) => _snapshots.WriteAsync(live.Head, live.State, cancellation);

    public void Dispose()
    {
        _live.Dispose();
        _evidence.Dispose();
    }

    public Task<TableEntity> WriteAsync(ArtifactId id, LoggedOps logged, CancellationToken cancellation) => _rows.WriteAsync(id, logged, cancellation);

    /// <summary>
    /// Folds logged ops. Logged ops were accepted once, so all of them apply. The exception are ops that depend on sealed words whose key
    /// was deleted.
    /// </summary>
    internal static ArtifactState Apply(ArtifactState state, IEnumerable<LoggedOps> logged)
    {
        foreach (var one in logged)
        {
            if (ArtifactFold.Apply(state, one.Ops, one.Stamp) is Folded.Changed changed)
                state = changed.State;
        }

        return state;
    }

    private async Task<(ArtifactState State, ImmutableArray<LoggedOps> Since)> StateAsync(
        ArtifactId id, ArtifactHead head, long seq, CancellationToken cancellation)
    {
        var (from, state) = await _snapshots.FindAsync(head, seq, cancellation) ?? (0, new ArtifactState(head.Kind, ""));
        var since = await OpsAsync(id, from, seq, int.MaxValue, cancellation);
        return since.Length == seq - from ? (Apply(state, since), since) : throw new InvalidOperationException($"The log of {id} lacks an op.");
    }

    private LiveArtifact Kept(ArtifactHead head, ETag mark, ArtifactState state, ImmutableList<LoggedOps> recent, long size)
    {
        var live = new LiveArtifact(head, mark, state, Newest(recent)) { Size = size };
        Remember(live);
        return live;
    }

    internal static ImmutableList<LoggedOps> Newest(ImmutableList<LoggedOps> recent) =>
        recent.Count > 2 * ArtifactLimits.MissedAtOnce ? recent.RemoveRange(0, recent.Count - ArtifactLimits.MissedAtOnce) : recent;
}

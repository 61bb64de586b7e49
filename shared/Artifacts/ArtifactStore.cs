using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Artifacts;

/// <summary>
/// Stores artifacts and their ops, numbered in server order. Adding ops costs one transaction and the read of the author's membership, because a
/// cached artifact is not read again. The transaction writes the ops, the request id and the head (with its ETag) in one batch.
/// </summary>
public sealed class ArtifactStore(Tables tables, PersonSeal seal, ArtifactAccess access, ArtifactWakes wakes, TimeProvider time) : IDisposable
{
    private const int MaxTries = 40;

    private readonly Stripes _stripes = new();
    private readonly ArtifactLog _log = new(tables.Artifacts, seal);
    private readonly MemoryCache _looked = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Creates a draft. <paramref name="first"/> has its first ops.</summary>
    public Task<(LiveArtifact? Made, OpProblem? Problem)> CreateAsync(
        Authority maker,
        ArtifactId id,
        ArtifactKind kind,
        OpsRequest first,
        CancellationToken cancellation) => CreateAsync(maker, id, kind, first, null, cancellation);

    /// <param name="home">The thread where the draft is created.</param>
    internal async Task<(LiveArtifact? Made, OpProblem? Problem)> CreateAsync(
        Authority maker, ArtifactId id, ArtifactKind kind, OpsRequest first, ThreadId? home, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(first);
        var now = time.GetUtcNow();
        var author = Participant.Of(maker.Subject);
        var logged = new LoggedOps(1, author, now, first.OpId, first.Ops) { Evidence = first.Evidence };
        var folded = ArtifactFold.Apply(new(kind, ""), logged.Ops, logged.Stamp);
        if (folded is Folded.Refused { Problem: var problem })
            return (null, problem);
        var state = ((Folded.Changed)folded).State;
        if (BlockBindings.Check(state, logged.Ops) is { } unbound)
            return (null, unbound);
        var head = new ArtifactHead(id, kind, HeadTitle(state), author, now, now, 1) { Home = home };
        // Write the pointer first. A pointer without an artifact is ignored.
        await tables.Artifacts.UpsertEntityAsync(new TableEntity(ArtifactRows.Of(author.Subject), id.Value), TableUpdateMode.Merge, cancellation);
        var done = await tables.Artifacts.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, ArtifactRows.RequestRow(id, logged, first.Delivery)),
            new(TableTransactionActionType.Add, await _log.WriteAsync(id, logged, cancellation)),
            new(TableTransactionActionType.Add, ArtifactRows.Write(head)),
        ], cancellation);
        var live = new LiveArtifact(head, done.Value[^1].Headers.ETag ?? default, state, [logged]) { Size = StateSize.Of(state) };
        if (live.Mark != default)
            _log.Remember(live);
        return (live, null);
    }

    /// <summary>Returns the present artifact; null when it does not exist or this person has no access.</summary>
    public async Task<LiveArtifact?> FindAsync(Authority viewer, ArtifactId id, CancellationToken cancellation) =>
        await _log.ReadAsync(id, cancellation) is { } live && await access.SinceAsync(viewer, live.Head, cancellation) is { } since ? live.For(since) : null;

    /// <summary>
    /// Returns the artifact for a stream whose viewer was admitted. The cached state is used if it is at most <paramref name="atMost"/>
    /// old.
    /// </summary>
    internal async Task<LiveArtifact?> LookAsync(ArtifactId id, TimeSpan atMost, CancellationToken cancellation)
    {
        if (_log.Known(id) is { } known && _looked.TryGetValue(id, out long at) && time.GetElapsedTime(at) < atMost)
            return known;
        _looked.Set(id, time.GetTimestamp(), new MemoryCacheEntryOptions { Size = 1 });
        return await _log.ReadAsync(id, cancellation);
    }

    /// <summary>
    /// Returns the cached artifact for an author with access to it; null when it is not cached. Another process may have changed it since, so it serves
    /// only as the base of <see cref="TryAppendAsync"/>, which compares its mark.
    /// </summary>
    internal async Task<LiveArtifact?> KnownAsync(Authority author, ArtifactId id, CancellationToken cancellation) =>
        _log.Known(id) is { } known && await access.SinceAsync(author, known.Head, cancellation) is { } since ? known.For(since) : null;

    /// <summary>Adds ops to the cached artifact, if no other process has changed it. If that is not possible, returns null: the caller reads it.</summary>
    internal async Task<OpsResult.Accepted?> TryAppendAsync(Authority author, LiveArtifact known, OpsRequest request, CancellationToken cancellation)
    {
        using var passage = await _stripes.EnterAsync(known.Head.Id.Value, cancellation);
        // Ops of this process may have followed. They keep the list of publications, on which access depends.
        if (_log.Known(known.Head.Id) is not { } newest || newest.Head.Places != known.Head.Places)
            return null;
        var live = newest.For(known.Since);
        var logged = LoggedOf(author, live, request);
        return Fold(live, live, logged, request, out var size) is Folded.Changed { State: var state }
            && await TryAddAsync(live, logged, request.Delivery, state, size, cancellation)
            ? new OpsResult.Accepted(logged.Seq)
            : null;
    }

    /// <summary>Adds ops with <paramref name="author"/> as their author.</summary>
    public Task<OpsResult> AppendAsync(Authority author, ArtifactId id, OpsRequest request, CancellationToken cancellation) =>
        AppendAsync(author, id, null, request, cancellation);

    /// <summary>Adds ops to an artifact that was just read for its author. It is read again only after a conflict.</summary>
    internal Task<OpsResult> AppendAsync(Authority author, LiveArtifact found, OpsRequest request, CancellationToken cancellation) =>
        AppendAsync(author, found.Head.Id, found, request, cancellation);

    private async Task<OpsResult> AppendAsync(Authority author, ArtifactId id, LiveArtifact? found, OpsRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var passage = await _stripes.EnterAsync(id.Value, cancellation);
        for (var tries = 1; ; tries++)
        {
            var known = tries == 1 ? _log.Known(id) : null;
            var read = known ?? await _log.ReadAsync(id, cancellation);
            if (read is null || await SinceAsync(author, read, known is null ? null : found, cancellation) is not { } since)
            {
                if (known is null)
                    return new OpsResult.NotFound();
                continue;
            }

            var live = read.For(since);
            var logged = LoggedOf(author, live, request);
            if (request.IsForDraft && live.Head.Thread is not null)
                return await BeforeAsync(id, logged, request.Delivery, cancellation) ?? new OpsResult.Moved([]);
            var folded = Fold(live, found, logged, request, out var size);
            if (folded is Folded.Refused { Problem: var problem })
            {
                // The cached state may be outdated, so read again. A repeated request that was accepted before is no problem.
                if (known is not null)
                    continue;
                return await BeforeAsync(id, logged, request.Delivery, cancellation) ?? await RefusedAsync(live, request, problem, cancellation);
            }

            if (await TryAddAsync(live, logged, request.Delivery, ((Folded.Changed)folded).State, size, cancellation))
                return new OpsResult.Accepted(logged.Seq);
            if (await BeforeAsync(id, logged, request.Delivery, cancellation) is { } before)
                return before;
            if (tries == MaxTries)
                throw new InvalidOperationException($"The log of {id} did not take ops in {MaxTries} tries.");
            await Task.Delay(Random.Shared.Next(1, 4 * tries), cancellation);
        }
    }

    /// <summary>Returns the ops after <paramref name="after"/>, within the viewer's history.</summary>
    public Task<ImmutableArray<LoggedOps>> OpsAsync(LiveArtifact live, long after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(live);
        return _log.OpsAsync(live.Head.Id, Math.Max(after, live.Since), live.Head.Seq, ArtifactLimits.MissedAtOnce, cancellation);
    }

    /// <summary>Returns the log between two ops. The caller checks that the viewer's history goes back that far.</summary>
    internal Task<ImmutableArray<LoggedOps>> VersionsAsync(LiveArtifact live, long after, long upTo, CancellationToken cancellation) =>
        _log.OpsAsync(live.Head.Id, after, upTo, int.MaxValue, cancellation);

    /// <summary>Returns the evidence of the agent's words in these ops. An op that is missing in the result has lost its evidence.</summary>
    internal Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> EvidenceAsync(
        LiveArtifact live, IReadOnlyCollection<long> seqs, CancellationToken cancellation) => _log.EvidenceAsync(live.Head.Id, seqs, cancellation);

    /// <summary>Returns the state after an earlier op.</summary>
    public Task<ArtifactState> StateAtAsync(LiveArtifact live, long seq, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(live);
        return _log.StateAtAsync(live.Head, seq, cancellation);
    }

    /// <summary>Changes the head. Returns null when this person has no access, or when <paramref name="change"/> returned null.</summary>
    internal async Task<LiveArtifact?> ChangeAsync(Authority by, ArtifactId id, Func<ArtifactHead, ArtifactHead?> change, CancellationToken cancellation)
    {
        using var passage = await _stripes.EnterAsync(id.Value, cancellation);
        for (var tries = 1; ; tries++)
        {
            if (await FindAsync(by, id, cancellation) is not { } live || change(live.Head) is not { } head)
                return null;
            try
            {
                var done = await tables.Artifacts.UpdateEntityAsync(ArtifactRows.Write(head), live.Mark, TableUpdateMode.Replace, cancellation);
                _log.Forget(id);
                wakes.Wake(id);
                return new(head, done.Headers.ETag ?? default, live.State, live.Recent);
            }
            catch (RequestFailedException changed) when (changed.Status is 412 or 404 && tries < MaxTries)
            {
                // Concurrent ops: read again.
            }
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _looked.Dispose();
    }

    private async Task<long?> SinceAsync(Authority author, LiveArtifact read, LiveArtifact? found, CancellationToken cancellation) =>
        ReferenceEquals(read.Head, found?.Head) ? found!.Since : await access.SinceAsync(author, read.Head, cancellation);

    private LoggedOps LoggedOf(Authority author, LiveArtifact live, OpsRequest request) =>
        new(live.Head.Seq + 1, Participant.Of(author.Subject), time.GetUtcNow(), request.OpId, request.Ops) { Evidence = request.Evidence };

    private static string HeadTitle(ArtifactState state) => state.TitleSeq is null ? state.Title : "";

    private static Folded Fold(LiveArtifact live, LiveArtifact? found, LoggedOps logged, OpsRequest request, out long size)
    {
        size = live.Size;
        if (request.BaseSeq > live.Head.Seq)
            return Folded.No("base-seq", "This artifact has no such version yet.");
        // A conflict changes the mark, so the next try is refused here.
        if (request.IsOnBase && (request.BaseSeq != live.Head.Seq || live.Mark != found?.Mark))
            return Folded.No("base-seq", "This artifact was changed in between.", isStale: true);
        if (OpsOnUnseen.Revived(live.State, logged.Ops, live.Since) is { } revived)
            return Folded.No(revived);
        if (request.OpenSeqs is { } open && OpsOnUnseen.Locked(live.State, logged.Ops, open) is { } locked)
            return Folded.No(locked with { IsStale = true });
        var folded = ArtifactFold.Apply(live.State, logged.Ops, logged.Stamp);
        if (folded is not Folded.Changed { State: var state })
            return folded;
        if (!request.IsWayBack && BlockBindings.Check(state, logged.Ops) is { } unbound)
            return Folded.No(unbound);
        if (StateSize.After(live, logged.Ops, state) is not { } after)
            return Folded.No(StateSize.TooLarge);
        size = after;
        return folded;
    }

    private async Task<bool> TryAddAsync(
        LiveArtifact live, LoggedOps logged, Guid delivery, ArtifactState state, long size, CancellationToken cancellation)
    {
        var id = live.Head.Id;
        var head = live.Head with { Seq = logged.Seq, Title = HeadTitle(state), ChangedAt = logged.At };
        ETag mark;
        try
        {
            var done = await tables.Artifacts.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, ArtifactRows.RequestRow(id, logged, delivery)),
                new(TableTransactionActionType.Add, await _log.WriteAsync(id, logged, cancellation)),
                new(TableTransactionActionType.UpdateReplace, ArtifactRows.Write(head), live.Mark),
            ], cancellation);
            mark = done.Value[^1].Headers.ETag ?? default;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            _log.Forget(id);
            return false;
        }

        await KeepAsync(new(head, mark, state, ArtifactLog.Newest(live.Recent.Add(logged))) { Size = size });
        wakes.Wake(id);
        return true;
    }

    /// <summary>Writes a snapshot. Its number gets into the head with the next change, which saves a transaction.</summary>
    private async Task KeepAsync(LiveArtifact live)
    {
        if (live.Mark == default)
        {
            _log.Forget(live.Head.Id);
            return;
        }

        _log.Remember(live);
        if (live.Head.Seq - live.Head.SnapshotSeq < ArtifactLimits.OpsBetweenSnapshots)
            return;
        try
        {
            await _log.SnapshotAsync(live, CancellationToken.None);
        }
        catch (RequestFailedException)
        {
            // The op is in the log. The next one writes the snapshot.
            return;
        }

        _log.Remember(new(live.Head with { SnapshotSeq = live.Head.Seq }, live.Mark, live.State, live.Recent) { Size = live.Size });
    }

    /// <summary>Returns the result of an earlier request with this id; null when there was none.</summary>
    private async Task<OpsResult?> BeforeAsync(ArtifactId id, LoggedOps logged, Guid delivery, CancellationToken cancellation)
    {
        var row = await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(id.Value, ArtifactRows.Request(logged.OpId), cancellationToken: cancellation);
        if (!row.HasValue)
            return null;
        return row.Value!.GetString(ArtifactRows.By) == logged.Author.Subject.Value && row.Value.GetString(ArtifactRows.Hash) == ArtifactRows.HashOf(logged)
            ? new OpsResult.Accepted(row.Value.GetInt64(ArtifactRows.Seq)!.Value) { IsRepeat = row.Value.GetGuid(ArtifactRows.Delivery) != delivery }
            : new OpsResult.Refused(new("op-id", "This opId was used for other ops. Use a new one."));
    }

    private async Task<OpsResult> RefusedAsync(LiveArtifact live, OpsRequest request, OpProblem problem, CancellationToken cancellation) => problem.IsStale
        ? new OpsResult.Moved(await OpsAsync(live, request.BaseSeq, cancellation))
        : new OpsResult.Refused(problem);
}

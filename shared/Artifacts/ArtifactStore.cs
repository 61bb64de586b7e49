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
/// Artifacts and their ops, numbered in server order. Adding ops costs one transaction beside the look at the author's membership: the ops,
/// the id of their request and the head under its version, in one batch.
/// </summary>
public sealed class ArtifactStore(Tables tables, PersonSeal seal, ArtifactAccess access, ArtifactWakes wakes, TimeProvider time) : IDisposable
{
    private const int MaxTries = 40;

    private readonly Stripes _stripes = new();
    private readonly ArtifactLog _log = new(tables.Artifacts, seal);
    private readonly MemoryCache _looked = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>A new draft. <paramref name="first"/> has its first ops.</summary>
    public Task<(LiveArtifact? Made, OpProblem? Problem)> CreateAsync(Authority maker, ArtifactId id, ArtifactKind kind, OpsRequest first, CancellationToken cancellation) =>
        CreateAsync(maker, id, kind, first, null, cancellation);

    /// <param name="home">The thread where it is begun.</param>
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
        // The pointer first: one that leads nowhere is passed over.
        await tables.Artifacts.UpsertEntityAsync(new TableEntity(ArtifactRows.Of(author.Subject), id.Value), TableUpdateMode.Merge, cancellation);
        var done = await tables.Artifacts.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, ArtifactRows.RequestRow(id, logged)),
            new(TableTransactionActionType.Add, await _log.WriteAsync(id, logged, cancellation)),
            new(TableTransactionActionType.Add, ArtifactRows.Write(head)),
        ], cancellation);
        var live = new LiveArtifact(head, done.Value[^1].Headers.ETag ?? default, state, [logged]) { Size = StateSize.Of(state) };
        if (live.Mark != default)
            _log.Remember(live);
        return (live, null);
    }

    /// <summary>The artifact as it is now; null when there is none for this person.</summary>
    public async Task<LiveArtifact?> FindAsync(Authority viewer, ArtifactId id, CancellationToken cancellation) =>
        await _log.ReadAsync(id, cancellation) is { } live && await access.SinceAsync(viewer, live.Head, cancellation) is { } since ? live.For(since) : null;

    /// <summary>The artifact for a stream whose viewer was let in: what this process knows, if it is not older than <paramref name="atMost"/>.</summary>
    internal async Task<LiveArtifact?> LookAsync(ArtifactId id, TimeSpan atMost, CancellationToken cancellation)
    {
        if (_log.Known(id) is { } known && _looked.TryGetValue(id, out long at) && time.GetElapsedTime(at) < atMost)
            return known;
        _looked.Set(id, time.GetTimestamp(), new MemoryCacheEntryOptions { Size = 1 });
        return await _log.ReadAsync(id, cancellation);
    }

    /// <summary>Adds ops in the name of <paramref name="author"/>.</summary>
    public Task<OpsResult> AppendAsync(Authority author, ArtifactId id, OpsRequest request, CancellationToken cancellation) => AppendAsync(author, id, null, request, cancellation);

    /// <summary>The same for an artifact that was found for its author a moment ago: it need not be looked at again unless something else happened to it.</summary>
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
            var logged = new LoggedOps(live.Head.Seq + 1, Participant.Of(author.Subject), time.GetUtcNow(), request.OpId, request.Ops) { Evidence = request.Evidence };
            if (request.IsForDraft && live.Head.Thread is not null)
                return await BeforeAsync(id, logged, cancellation) ?? new OpsResult.Moved([]);
            var folded = Fold(live, logged, request, out var size);
            if (folded is Folded.Refused { Problem: var problem })
            {
                // Another process may know more; and what was accepted before is no problem.
                if (known is not null)
                    continue;
                return await BeforeAsync(id, logged, cancellation) ?? await RefusedAsync(live, request, problem, cancellation);
            }

            if (await TryAddAsync(live, logged, ((Folded.Changed)folded).State, size, cancellation))
                return new OpsResult.Accepted(logged.Seq);
            if (await BeforeAsync(id, logged, cancellation) is { } before)
                return before;
            if (tries == MaxTries)
                throw new InvalidOperationException($"The log of {id} did not take ops in {MaxTries} tries.");
            await Task.Delay(Random.Shared.Next(1, 4 * tries), cancellation);
        }
    }

    /// <summary>Ops after <paramref name="after"/>, as far back as the viewer may look.</summary>
    public Task<ImmutableArray<LoggedOps>> OpsAsync(LiveArtifact live, long after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(live);
        return _log.OpsAsync(live.Head.Id, Math.Max(after, live.Since), live.Head.Seq, ArtifactLimits.MissedAtOnce, cancellation);
    }

    /// <summary>The log between two ops, for somebody who may look so far back.</summary>
    internal Task<ImmutableArray<LoggedOps>> VersionsAsync(LiveArtifact live, long after, long upTo, CancellationToken cancellation) =>
        _log.OpsAsync(live.Head.Id, after, upTo, int.MaxValue, cancellation);

    /// <summary>What model-written words of these ops rest on. An op that is not in the answer has lost its evidence.</summary>
    internal Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> EvidenceAsync(LiveArtifact live, IReadOnlyCollection<long> seqs, CancellationToken cancellation) =>
        _log.EvidenceAsync(live.Head.Id, seqs, cancellation);

    /// <summary>As it was after an op of the past.</summary>
    public Task<ArtifactState> StateAtAsync(LiveArtifact live, long seq, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(live);
        return _log.StateAtAsync(live.Head, seq, cancellation);
    }

    /// <summary>Changes what an artifact is beside its ops. Null when there is none for this person, or <paramref name="change"/> gave null.</summary>
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
                // Somebody added ops: look again.
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

    private static string HeadTitle(ArtifactState state) => state.TitleSeq is null ? state.Title : "";

    private static Folded Fold(LiveArtifact live, LoggedOps logged, OpsRequest request, out long size)
    {
        size = live.Size;
        if (request.BaseSeq > live.Head.Seq)
            return Folded.No("base-seq", "This artifact has no such version yet.");
        if (OpsOnUnseen.Revived(live.State, logged.Ops, live.Since) is { } revived)
            return Folded.No(revived);
        var folded = ArtifactFold.Apply(live.State, logged.Ops, logged.Stamp);
        if (folded is not Folded.Changed { State: var state })
            return folded;
        if (!request.IsWayBack && BlockBindings.Check(state, logged.Ops) is { } unbound)
            return Folded.No(unbound);
        if (StateSize.After(live, logged.Ops, state) is not { } after)
            return Folded.No("too-large", $"An artifact holds at most {ArtifactLimits.StateBytes / (1024 * 1024)} MiB. Delete something first.");
        size = after;
        return folded;
    }

    private async Task<bool> TryAddAsync(LiveArtifact live, LoggedOps logged, ArtifactState state, long size, CancellationToken cancellation)
    {
        var id = live.Head.Id;
        var head = live.Head with { Seq = logged.Seq, Title = HeadTitle(state), ChangedAt = logged.At };
        ETag mark;
        try
        {
            var done = await tables.Artifacts.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, ArtifactRows.RequestRow(id, logged)),
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

    /// <summary>The head names the snapshot with its next change, so that it costs no transaction of its own.</summary>
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
            // The op is in the log; the next one takes the snapshot.
            return;
        }

        _log.Remember(new(live.Head with { SnapshotSeq = live.Head.Seq }, live.Mark, live.State, live.Recent) { Size = live.Size });
    }

    /// <summary>What an earlier request with this id came to; null when there was none.</summary>
    private async Task<OpsResult?> BeforeAsync(ArtifactId id, LoggedOps logged, CancellationToken cancellation)
    {
        var row = await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(id.Value, ArtifactRows.Request(logged.OpId), cancellationToken: cancellation);
        if (!row.HasValue)
            return null;
        return row.Value!.GetString(ArtifactRows.By) == logged.Author.Subject.Value && row.Value.GetString(ArtifactRows.Hash) == ArtifactRows.HashOf(logged)
            ? new OpsResult.Accepted(row.Value.GetInt64(ArtifactRows.Seq)!.Value)
            : new OpsResult.Refused(new("op-id", "This opId was used for other ops. Use a new one."));
    }

    private async Task<OpsResult> RefusedAsync(LiveArtifact live, OpsRequest request, OpProblem problem, CancellationToken cancellation) => problem.IsStale
        ? new OpsResult.Moved(await OpsAsync(live, request.BaseSeq, cancellation))
        : new OpsResult.Refused(problem);
}

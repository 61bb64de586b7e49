using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Audit;

/// <summary>
/// Writes the record of an act: before it, after it, or as a whole. Append-only and idempotent: a different record with the same key is
/// refused. A failed write throws <see cref="AuditNotWrittenException"/>, and then the act does not happen.
/// </summary>
public sealed partial class AuditTrail(Tables tables, PersonSeal seal, AuditMacKeys keys, TimeProvider time, ILogger<AuditTrail> logger)
{
    private const int MaxAttempts = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AuditTable _table = new(tables);
    private readonly ConcurrentDictionary<AuditChain, ChainWriter> _writers = new();

    public Task<AuditReceipt> IntentAsync(AuditEntry entry, CancellationToken cancellation) => WriteAsync(entry, AuditPhase.Intent, cancellation);

    public Task<AuditReceipt> OutcomeAsync(AuditEntry entry, CancellationToken cancellation) => WriteAsync(entry, AuditPhase.Outcome, cancellation);

    public Task<AuditReceipt> RecordAsync(AuditEntry entry, CancellationToken cancellation) => WriteAsync(entry, AuditPhase.Whole, cancellation);

    /// <summary>
    /// Returns the outcome of a call in this month or, on the first day of a month, the previous one. Null does not prove that the call had no effect:
    /// its outcome may be unknown or in an earlier month.
    /// </summary>
    public Task<AuditRecord?> FindOutcomeAsync(SubjectId subject, string callId, CancellationToken cancellation) =>
        FindAsync(subject, callId, AuditPhase.Outcome, cancellation);

    /// <summary>Returns the intent of a call, from the same months as <see cref="FindOutcomeAsync"/>.</summary>
    public Task<AuditRecord?> FindIntentAsync(SubjectId subject, string callId, CancellationToken cancellation) =>
        FindAsync(subject, callId, AuditPhase.Intent, cancellation);

    /// <summary>Returns a record that has no separate outcome, from the same months as <see cref="FindOutcomeAsync"/>.</summary>
    public Task<AuditRecord?> FindRecordAsync(SubjectId subject, string callId, CancellationToken cancellation) =>
        FindAsync(subject, callId, AuditPhase.Whole, cancellation);

    private async Task<AuditRecord?> FindAsync(SubjectId subject, string callId, AuditPhase phase, CancellationToken cancellation)
    {
        foreach (var chain in ChainsOf(subject, time.GetUtcNow()))
        {
            if (await _table.FindAsync(chain, callId, phase, cancellation) is { } row)
                return AuditRows.Read(await OwnAsync(row, cancellation));
        }

        return null;
    }

    /// <summary>A row that decides what happens next must be one that the app wrote.</summary>
    private async Task<AuditRow> OwnAsync(AuditRow row, CancellationToken cancellation)
    {
        if (AuditHash.Of(row) == row.Hash && await keys.OriginOfAsync(row, cancellation) is AuditOrigin.App or AuditOrigin.OlderThanTheKey)
            return row;
        Log.Stranger(logger, row.PartitionKey, row.RowKey);
        throw new AuditNotWrittenException("The audit row of this act is not one that the app wrote, so nothing was done.", isConflict: true);
    }

    private static IEnumerable<AuditChain> ChainsOf(SubjectId subject, DateTimeOffset now)
    {
        var month = AuditMonth.Of(now);
        yield return new(month, subject);
        if (now.UtcDateTime.Day == 1)
            yield return new(month.Previous, subject);
    }

    /// <summary>
    /// Adds the record that closes this chain over its lost records. Its number is higher than every number ever used, so no number of a lost
    /// record is used again. The closing record names the numbers in between.
    /// </summary>
    internal async Task<(AuditReceipt Receipt, ImmutableArray<ChainLoss> Named)> CloseAsync(
        AuditChain chain, AuditEntry entry, ImmutableArray<ChainLoss> losses, long highest, CancellationToken cancellation)
    {
        var named = losses;
        var receipt = await LimitedAsync(entry, AuditPhase.Whole, limited => InTurnAsync(chain, CloseAsync, limited), cancellation);
        return (receipt, named);

        async Task<AuditReceipt> CloseAsync(ChainWriter writer, CancellationToken limited)
        {
            // The cached head of this process may be one of the lost records.
            writer.Head = null;
            var head = await FindHeadAsync(chain, limited);
            var next = head.NextIn(chain).Seq;
            var id = new AuditId(chain, Math.Max(next, highest + 1));
            named = [.. losses, .. id.Seq > next ? [ChainLoss.Missing(next, id.Seq - 1)] : ImmutableArray<ChainLoss>.Empty, ChainLoss.Unlinked(id.Seq)];
            var row = AuditRows.Write(
                id,
                time.GetUtcNow(),
                AuditPhase.Whole,
                entry with { Resource = new("audit", [.. named.Select(static loss => loss.Text)], []) },
                null,
                head,
                await keys.CurrentAsync(limited));
            await _table.AddAsync([(row, AuditPhase.Whole)], limited);
            writer.Head = new(id, row.Hash);
            return new(id, AlreadyRecorded: false);
        }
    }

    private Task<AuditReceipt> WriteAsync(AuditEntry entry, AuditPhase phase, CancellationToken cancellation) =>
        LimitedAsync(entry, phase, limited => WriteInChainAsync(entry, phase, limited), cancellation);

    private async Task<AuditReceipt> LimitedAsync(
        AuditEntry entry, AuditPhase phase, Func<CancellationToken, Task<AuditReceipt>> write, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            return await write(limited.Token);
        }
        catch (Exception failure) when (IsOutOfReach(failure) && !cancellation.IsCancellationRequested)
        {
            Log.NotWritten(logger, entry.CallId, phase, failure.GetType().Name);
            throw new AuditNotWrittenException("The audit record could not be written, so nothing was done.", isConflict: false, failure);
        }
    }

    private async Task<AuditReceipt> WriteInChainAsync(AuditEntry entry, AuditPhase phase, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var chains = ChainsOf(entry.Subject.Id, now).ToArray();
        var chain = chains[0];
        if (chains.Length > 1 && await _table.FindAsync(chains[1], entry.CallId, phase, cancellation) is { } earlier)
            return await SameAsync(earlier, entry, phase, cancellation);

        var sealedDetails = entry.Details is null
            ? null
            : await seal.SealAsync(entry.Subject.Id, AuditKeys.SealContext(chain, entry.CallId, phase), AuditDetails.Bytes(entry.Details), cancellation);

        using var pending = new PendingRecord(WriterOf(chain), now, entry, phase, sealedDetails);
        return await InTurnAsync(chain, (writer, limited) => AppendAsync(writer, chain, pending, limited), cancellation);
    }

    private ChainWriter WriterOf(AuditChain chain) => _writers.GetOrAdd(chain, static _ => new());

    private async Task<AuditReceipt> InTurnAsync(
        AuditChain chain, Func<ChainWriter, CancellationToken, Task<AuditReceipt>> write, CancellationToken cancellation)
    {
        var writer = WriterOf(chain);
        await writer.Turn.WaitAsync(cancellation);
        try
        {
            return await write(writer, cancellation);
        }
        finally
        {
            writer.Turn.Release();
        }
    }

    /// <summary>Appends a record whose turn it is, unless an earlier turn did. Records that wait are added to the transaction.</summary>
    private async Task<AuditReceipt> AppendAsync(ChainWriter writer, AuditChain chain, PendingRecord pending, CancellationToken cancellation)
    {
        if (pending.Receipt is null && writer.Take(pending) is { Count: > 1 } together)
            await TryAppendAsync(writer, chain, together, cancellation);
        return pending.Receipt ?? await AppendAloneAsync(writer, chain, pending, cancellation);
    }

    /// <summary>Appends several records in one transaction. After a conflict, each of them is appended alone.</summary>
    private async Task TryAppendAsync(ChainWriter writer, AuditChain chain, IReadOnlyList<PendingRecord> together, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(cancellation);
        var head = writer.Head ?? await FindHeadAsync(chain, cancellation);
        writer.Head = null;
        foreach (var one in together)
        {
            var id = head.NextIn(chain);
            one.Attempted = AuditRows.Write(id, one.At, one.Phase, one.Entry, one.SealedDetails, head, key);
            head = new(id, one.Attempted.Hash);
        }

        try
        {
            await _table.AddAsync([.. together.Select(static one => (one.Attempted!, one.Phase))], cancellation);
        }
        catch (RequestFailedException refused) when (refused.Status is 400 or 409 or 413)
        {
            // One of the acts is already on record, another process used a number, or the rows are too large for one transaction.
            return;
        }

        foreach (var one in together)
            one.Receipt = new(Id(one.Attempted!), AlreadyRecorded: false);
        writer.Head = head;
    }

    private async Task<AuditReceipt> AppendAloneAsync(ChainWriter writer, AuditChain chain, PendingRecord pending, CancellationToken cancellation)
    {
        var (entry, phase) = (pending.Entry, pending.Phase);
        var key = await keys.CurrentAsync(cancellation);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var head = writer.Head ?? await FindHeadAsync(chain, cancellation);
            writer.Head = null;
            var id = head.NextIn(chain);
            var row = AuditRows.Write(id, pending.At, phase, entry, pending.SealedDetails, head, key);
            try
            {
                await _table.AddAsync([(row, phase)], cancellation);
                writer.Head = new(id, row.Hash);
                return new(id, AlreadyRecorded: false);
            }
            catch (TableTransactionFailedException taken) when (taken.Status == 409)
            {
                // The act is already on record, or another process used the number.
                if (await _table.FindAsync(chain, entry.CallId, phase, cancellation) is { } existing)
                {
                    // A retry of the storage client found its own first attempt: that is this record, not an earlier one.
                    var isOwn = existing.Hash == row.Hash || existing.Hash == pending.Attempted?.Hash;
                    return isOwn ? new(Id(existing), AlreadyRecorded: false) : await SameAsync(existing, entry, phase, cancellation);
                }

                pending.Attempted = row;
                await Task.Delay(Random.Shared.Next(1, 10 + (attempt * 5)), cancellation);
            }
        }

        throw new AuditNotWrittenException("The audit chain is written by too many at once, so nothing was done.", isConflict: false);
    }

    /// <summary>Continues the chain after a row that the app did not write. Verification names that row; stopping would be what its writer wants.</summary>
    private async Task<ChainHead> FindHeadAsync(AuditChain chain, CancellationToken cancellation)
    {
        var head = await _table.FindHeadAsync(chain, cancellation);
        if (head.Row is { } row && await keys.OriginOfAsync(row, cancellation) is not (AuditOrigin.App or AuditOrigin.OlderThanTheKey))
            Log.Stranger(logger, row.PartitionKey, row.RowKey);
        return head;
    }

    /// <summary>The same record twice is success. The sealed part differs by its nonce, so it is compared opened.</summary>
    private async Task<AuditReceipt> SameAsync(AuditRow existing, AuditEntry entry, AuditPhase phase, CancellationToken cancellation)
    {
        var id = Id(await OwnAsync(existing, cancellation));
        var opened = existing.Sealed is { } bytes
            ? await seal.OpenAsync(id.Chain.Subject, AuditKeys.SealContext(id.Chain, entry.CallId, phase), bytes, cancellation)
            : null;
        var sameDetails = entry.Details is null
            ? existing.Sealed is null
            : opened is not null && opened.AsSpan().SequenceEqual(AuditDetails.Bytes(entry.Details));
        if (sameDetails && AuditRows.HashInPlaceOf(existing, id, phase, entry) == existing.Hash)
            return new(id, AlreadyRecorded: true);
        Log.Conflict(logger, id.Value, entry.CallId, phase);
        throw new AuditNotWrittenException("A different record stands under this act's key, so nothing was done.", isConflict: true);
    }

    private static AuditId Id(AuditRow row) =>
        AuditRows.Read(row)?.Id ?? throw new AuditNotWrittenException("The audit row of this act is damaged, so nothing was done.", isConflict: true);

    /// <summary>The store or the vault is down, throttled, slow, or refuses access.</summary>
    private static bool IsOutOfReach(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException
            or AggregateException { InnerException: RequestFailedException or OperationCanceledException or IOException };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The {Phase} of {CallId} is not on record ({Failure}); the act does not happen.")]
        public static partial void NotWritten(ILogger logger, string callId, AuditPhase phase, string failure);

        [LoggerMessage(LogLevel.Critical, "ALARM: {Id} holds another record than the {Phase} of {CallId} that was to be written.")]
        public static partial void Conflict(ILogger logger, string id, string callId, AuditPhase phase);

        [LoggerMessage(LogLevel.Critical, "ALARM: the audit row {Partition} {Row} is not one that the app wrote.")]
        public static partial void Stranger(ILogger logger, string partition, string row);
    }
}

using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>
/// Recomputes chains and their MACs, and compares them with their call rows and every anchor. Finds edits, removals, insertions, reordering,
/// truncated and rewritten tails, missing chains, and rows that the app did not write.
/// </summary>
public sealed class AuditVerification(Tables tables, AuditAnchors anchors, AuditMacKeys keys)
{
    private const int MostPasses = 4;

    private static readonly ILookup<string, AnchoredHead> Nothing = Array.Empty<AnchoredHead>().ToLookup(static head => head.Chain);

    private readonly AuditTable _table = new(tables);

    public async Task<AuditVerdict> VerifyAsync(AuditMonth from, AuditMonth to, SubjectId? subject, CancellationToken cancellation)
    {
        var verdict = new AuditVerdict(0, 0, 0, [], []);
        for (var month = from; ; month = month.Next)
        {
            verdict = await VerifyAsync(month, subject, verdict, cancellation);
            if (month == to)
                return verdict;
        }
    }

    private async Task<AuditVerdict> VerifyAsync(AuditMonth month, SubjectId? subject, AuditVerdict verdict, CancellationToken cancellation)
    {
        var anchored = await anchors.ReadAsync(month, cancellation);
        var unseen = anchored.Select(static heads => heads.Key).Where(key => subject is null || key == new AuditChain(month, subject.Value).Key).ToHashSet();
        ChainCheck? check = null;
        await foreach (var row in Rows(month, subject, cancellation))
        {
            if (check?.Key != row.PartitionKey)
            {
                verdict = await CloseAsync(check, verdict, cancellation);
                check = await CheckOfAsync(row.PartitionKey, anchored, cancellation);
                unseen.Remove(row.PartitionKey);
            }

            await check.AddAsync(row, cancellation);
        }

        verdict = await CloseAsync(check, verdict, cancellation);
        foreach (var gone in unseen.Order(StringComparer.Ordinal))
            verdict = await CloseAsync(await CheckOfAsync(gone, anchored, cancellation), verdict, cancellation);
        return verdict;
    }

    private IAsyncEnumerable<TableEntity> Rows(AuditMonth month, SubjectId? subject, CancellationToken cancellation) =>
        subject is { } one ? _table.RowsAsync(new AuditChain(month, one).Key, cancellation) : _table.RowsAsync(month, cancellation);

    private async Task<AuditVerdict> CloseAsync(ChainCheck? check, AuditVerdict verdict, CancellationToken cancellation)
    {
        if (check is null)
            return verdict;
        var fault = check.Close();
        for (var pass = 1; fault is not null && pass < MostPasses; pass++)
        {
            // A record that is written during verification can look torn. A real fault is found in the same place again.
            var again = await CheckAsync(check.Key, cancellation);
            if (again.Close() is var confirmed && confirmed?.Record == fault.Record)
                break;
            (check, fault) = (again, confirmed);
        }

        if (fault is null && check.Link is { } link)
            fault = await FollowAsync(check.Key, link.Id, link.Hash, cancellation);
        return new(
            verdict.Chains + 1,
            verdict.Records + check.Records,
            verdict.Anchored + check.Anchored,
            fault is null || verdict.Bad.Any(known => known.Record == fault.Record) ? verdict.Bad : verdict.Bad.Add(fault),
            verdict.Closed.AddRange(check.Findings.Gaps()));
    }

    /// <summary>Verifies one chain with the references of later months.</summary>
    internal async Task<ChainCheck> CheckAsync(AuditChain chain, CancellationToken cancellation)
    {
        var check = await CheckAsync(chain.Key, cancellation);
        check.Close();
        var later = chain;
        for (var n = 0; n < AuditTable.MonthsBack; n++)
        {
            later = later with { Month = later.Month.Next };
            if (await _table.FindAsync(new AuditId(later, 1), cancellation) is { PrevId: { } id } first
                && AuditId.TryParse(id, out var named)
                && named.Chain == chain)
                await NameAsync(check, named, first.PrevHash, cancellation);
        }

        return check;
    }

    private async Task<ChainCheck> CheckAsync(string key, CancellationToken cancellation)
    {
        var anchored = AuditMonth.TryParse(key.AsSpan(0, 6), out var month) ? await anchors.ReadAsync(month, cancellation) : Nothing;
        var check = await CheckOfAsync(key, anchored, cancellation);
        await foreach (var row in _table.RowsAsync(key, cancellation))
            await check.AddAsync(row, cancellation);
        return check;
    }

    private async Task<ChainCheck> CheckOfAsync(string key, ILookup<string, AnchoredHead> anchored, CancellationToken cancellation)
    {
        var unkeyedUntil = 0L;
        foreach (var head in anchored[key].OrderByDescending(static head => head.Seq))
        {
            if (!await keys.WasBeforeKeyAsync(head.At, cancellation))
                continue;
            unkeyedUntil = head.Seq;
            break;
        }

        return new(key, anchored[key], unkeyedUntil, keys);
    }

    /// <summary>The first record of a chain names the head of the person's previous chain.</summary>
    private async Task<AuditFault?> FollowAsync(string chain, string id, string hash, CancellationToken cancellation)
    {
        if (!AuditId.TryParse(id, out var named))
            return new($"{chain}-1", "names no record of an earlier month");
        if (await _table.FindAsync(named, cancellation) is { } row && row.Hash == hash)
            return null;
        var check = await CheckAsync(named.Chain.Key, cancellation);
        await NameAsync(check, named, hash, cancellation);
        return check.Findings.Fault();
    }

    private async Task NameAsync(ChainCheck check, AuditId named, string hash, CancellationToken cancellation)
    {
        var row = await _table.FindAsync(named, cancellation);
        if (row is null)
            check.Findings.Add(named.Seq, "is missing: a later month names it", ChainLoss.Named(named.Seq, hash));
        else if (row.Hash != hash)
            check.Findings.Add(named.Seq, "is not the record that a later month names", ChainLoss.Named(named.Seq, hash));
    }
}

using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>
/// Recomputes chains and compares them with their call rows and with every anchor: edits, removals, insertions, reordering, cut and
/// regrown tails and whole chains that are gone.
/// </summary>
public sealed class AuditVerification(Tables tables, AuditAnchors anchors)
{
    private readonly AuditTable _table = new(tables);

    public async Task<AuditVerdict> VerifyAsync(AuditMonth from, AuditMonth to, SubjectId? subject, CancellationToken cancellation)
    {
        var verdict = new AuditVerdict(0, 0, 0, null);
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
        await foreach (var row in _table.RowsAsync(month, subject, cancellation))
        {
            if (check?.Key != row.PartitionKey)
            {
                verdict = await CloseAsync(check, verdict, cancellation);
                check = new(row.PartitionKey, anchored[row.PartitionKey]);
                unseen.Remove(row.PartitionKey);
            }

            check.Add(row);
        }

        verdict = await CloseAsync(check, verdict, cancellation);
        foreach (var gone in unseen.Order(StringComparer.Ordinal))
            verdict = await CloseAsync(new(gone, anchored[gone]), verdict, cancellation);
        return verdict;
    }

    private async Task<AuditVerdict> CloseAsync(ChainCheck? check, AuditVerdict verdict, CancellationToken cancellation)
    {
        if (check is null)
            return verdict;
        var fault = check.Close();
        if (fault is null && check.Link is { } link)
            fault = await FollowAsync(check.Key, link.Id, link.Hash, cancellation);
        return new(verdict.Chains + 1, verdict.Records + check.Records, verdict.Anchored + check.Anchored, verdict.FirstBad ?? fault);
    }

    /// <summary>The first record of a chain names the head of the person's chain before it.</summary>
    private async Task<AuditFault?> FollowAsync(string chain, string id, string hash, CancellationToken cancellation)
    {
        if (!AuditId.TryParse(id, out var named))
            return new($"{chain}-1", "names no record of an earlier month");
        var row = await _table.FindAsync(named, cancellation);
        return row is null ? new(id, "is missing: a later month names it") : row.Hash == hash ? null : new(id, "is not the record that a later month names");
    }
}

using System.Globalization;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>Checks one chain as its rows come by: the call rows first, then the records from the newest to the first.</summary>
internal sealed class ChainCheck(string key, IEnumerable<AnchoredHead> anchors)
{
    private readonly Dictionary<string, long> _calls = [];
    private readonly Dictionary<long, HashSet<string>> _anchors = anchors
        .GroupBy(static head => head.Seq).ToDictionary(static group => group.Key, static group => group.Select(static head => head.Hash).ToHashSet());

    private (long Seq, string Problem)? _lowest;
    private AuditRow? _newer;
    private long _newerSeq;

    public string Key => key;

    public long Records { get; private set; }

    public long Anchored { get; private set; }

    /// <summary>What the first record says about the month before.</summary>
    public (string Id, string Hash)? Link { get; private set; }

    public void Add(TableEntity row)
    {
        if (row.RowKey.StartsWith("c-", StringComparison.Ordinal))
            _calls[row.RowKey] = row.TryGetValue(nameof(AuditCallRow.Seq), out var seq) && seq is long number ? number : 0;
        else if (AuditKeys.TryReadSequence(row.RowKey, out var at) && AuditRowReader.TryRead(row, out var record))
            Add(at, record);
        else
            Fault(Math.Max(1, at), "is not a row that the audit writes");
    }

    public AuditFault? Close()
    {
        if (_newer is not null)
            CloseFirst(_newer);
        foreach (var (call, seq) in _calls)
            Fault(Math.Max(1, seq), $"is missing: {call[2..]} points to it");
        foreach (var seq in _anchors.Keys)
            Fault(seq, "is missing: it was anchored");
        return _lowest is { } bad ? new(string.Create(CultureInfo.InvariantCulture, $"{key}-{bad.Seq}"), bad.Problem) : null;
    }

    private void Add(long seq, AuditRow row)
    {
        Records++;
        if (AuditHash.Of(row) != row.Hash)
            Fault(seq, "was changed");
        if (_newer is { } newer && newer.PrevHash != row.Hash)
            Fault(_newerSeq == seq + 1 ? _newerSeq : seq + 1, _newerSeq == seq + 1 ? "does not follow the record before it" : "is missing");
        else if (_newer is not null && _newerSeq != seq + 1)
            Fault(seq + 1, "is missing");
        if (row.PrevId is not null && seq != 1)
            Fault(seq, "was changed");
        CheckCall(seq, row);
        CheckAnchor(seq, row);
        (_newer, _newerSeq) = (row, seq);
    }

    private void CheckCall(long seq, AuditRow row)
    {
        var call = $"c-{row.CallId}-{row.Phase.ToLowerInvariant()}";
        if (!_calls.Remove(call, out var named))
            Fault(seq, "has lost the row that keeps its act from being recorded twice");
        else if (named != seq)
            Fault(seq, "is not where its call row says");
    }

    private void CheckAnchor(long seq, AuditRow row)
    {
        if (!_anchors.Remove(seq, out var hashes))
            return;
        Anchored++;
        if (hashes.Count != 1 || !hashes.Contains(row.Hash))
            Fault(seq, "is not the record that was anchored");
    }

    private void CloseFirst(AuditRow oldest)
    {
        if (_newerSeq != 1)
            Fault(1, "is missing");
        else if (oldest.PrevId is { } id)
            Link = (id, oldest.PrevHash);
        else if (oldest.PrevHash != AuditHash.Genesis)
            Fault(1, "follows a record that it does not name");
    }

    private void Fault(long seq, string problem)
    {
        if (_lowest is not { } known || seq < known.Seq)
            _lowest = (seq, problem);
    }
}

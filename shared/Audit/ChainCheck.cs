using System.Globalization;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>Checks one chain as its rows come by: the call rows first, then the records from the newest to the first.</summary>
/// <param name="unkeyedUntil">The highest number that was anchored before there was a key.</param>
internal sealed class ChainCheck(string key, IEnumerable<AnchoredHead> anchors, long unkeyedUntil, AuditMacKeys keys)
{
    private readonly Dictionary<string, long> _calls = [];
    private readonly Dictionary<long, HashSet<string>> _anchors = anchors
        .GroupBy(static head => head.Seq).ToDictionary(static group => group.Key, static group => group.Select(static head => head.Hash).ToHashSet());

    private readonly long _anchoredUntil = anchors.Select(static head => head.Seq).DefaultIfEmpty().Max();

    private (long Seq, string Problem)? _lowest;
    private AuditRow? _newer;
    private long _newerSeq;
    private bool _isKeyedAbove;
    private long? _unkeyedAbove;

    public string Key => key;

    public long Records { get; private set; }

    public long Anchored { get; private set; }

    /// <summary>What the first record says about the month before.</summary>
    public (string Id, string Hash)? Link { get; private set; }

    public async Task AddAsync(TableEntity row, CancellationToken cancellation)
    {
        if (row.RowKey.StartsWith("c-", StringComparison.Ordinal))
            _calls[row.RowKey] = row.TryGetValue(nameof(AuditCallRow.Seq), out var seq) && seq is long number ? number : 0;
        else if (AuditKeys.TryReadSequence(row.RowKey, out var at) && AuditRowReader.TryRead(row, out var record))
            Add(at, record, await keys.OriginOfAsync(record, cancellation));
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

    private void Add(long seq, AuditRow row, AuditOrigin origin)
    {
        Records++;
        if (AuditHash.Of(row) != row.Hash)
            Fault(seq, "was changed");
        CheckOrigin(seq, origin);
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

    /// <summary>
    /// A record without a MAC counts only as part of the chain's beginning, which the table had before there was a key and which a record
    /// with one, or an anchor, vouches for. Of a table that was copied, the anchors of that time alone do.
    /// </summary>
    private void CheckOrigin(long seq, AuditOrigin origin)
    {
        switch (origin)
        {
            case AuditOrigin.App:
                _isKeyedAbove = true;
                if (_unkeyedAbove is { } unkeyed)
                    Fault(unkeyed, "has no MAC, and a record before it has one");
                return;
            case AuditOrigin.OlderThanTheKey:
            case AuditOrigin.NoMac:
                _unkeyedAbove = seq;
                if (seq > unkeyedUntil && origin is AuditOrigin.NoMac)
                    Fault(seq, "has no MAC: the app did not write it");
                else if (seq > unkeyedUntil && seq > _anchoredUntil && !_isKeyedAbove)
                    Fault(seq, "has no MAC, and no anchor or later record vouches for it");
                return;
            case AuditOrigin.WrongMac:
                Fault(seq, "has a wrong MAC: the app did not write it");
                return;
            case AuditOrigin.UnknownKey:
                Fault(seq, "names a key that the vault does not have");
                return;
            default:
                throw new InvalidOperationException(origin.ToString());
        }
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

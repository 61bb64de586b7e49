using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>Verifies one chain from a stream of its rows: the call rows, then the records from newest to oldest.</summary>
/// <param name="unkeyedUntil">The highest number that was anchored before the key existed.</param>
internal sealed class ChainCheck(string key, IEnumerable<AnchoredHead> anchors, long unkeyedUntil, AuditMacKeys keys)
{
    private readonly Dictionary<string, long> _calls = [];
    private readonly Dictionary<long, HashSet<string>> _anchors = anchors
        .GroupBy(static head => head.Seq).ToDictionary(static group => group.Key, static group => group.Select(static head => head.Hash).ToHashSet());

    private readonly long _anchoredUntil = anchors.Select(static head => head.Seq).DefaultIfEmpty().Max();

    private readonly HashSet<long> _present = [];
    private AuditRow? _newer;
    private long _newerSeq;
    private bool _isNewerOurs;
    private bool _isKeyedAbove;
    private long? _unkeyedAbove;

    public string Key => key;

    public ChainFindings Findings { get; } = new(key);

    /// <summary>The owner of the chain, by its newest record.</summary>
    public (string Issuer, string Name)? Person { get; private set; }

    public long Records { get; private set; }

    public long Anchored { get; private set; }

    /// <summary>The reference of the first record to the previous month.</summary>
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
            Findings.Add(Math.Max(1, seq), $"is missing: {call[2..]} points to it", seq < 1 || _present.Contains(seq) ? null : ChainLoss.Missing(seq, seq));
        foreach (var seq in _anchors.Keys)
            Findings.Add(seq, "is missing: it was anchored", ChainLoss.Missing(seq, seq));
        return Findings.Fault();
    }

    private void Add(long seq, AuditRow row, AuditOrigin origin)
    {
        Records++;
        _present.Add(seq);
        Findings.Saw(seq);
        Person ??= (row.Issuer, row.Name);
        var isOurs = origin is AuditOrigin.App && AuditHash.Of(row) == row.Hash;
        if (isOurs && ChainClosing.Of(row, seq) is { } closing)
            Findings.Add(closing);
        if (AuditHash.Of(row) != row.Hash || (row.PrevId is not null && seq != 1))
            Fault(seq, "was changed");
        CheckOrigin(seq, origin);
        if (_newer is not null && _newerSeq != seq + 1)
            Findings.Add(seq + 1, "is missing", ChainLoss.Missing(seq + 1, _newerSeq - 1));
        else if (_newer is not null && _newer.PrevHash != row.Hash)
            Findings.Add(_newerSeq, "does not follow the record before it", isOurs && _isNewerOurs ? ChainLoss.Unlinked(_newerSeq) : null);
        CheckCall(seq, row);
        CheckAnchor(seq, row, isOurs);
        (_newer, _newerSeq, _isNewerOurs) = (row, seq, isOurs);
    }

    /// <summary>
    /// A record without a MAC is accepted only at the beginning of a chain, as one written before the key existed. A later record with a MAC,
    /// or an anchor, must vouch for it. In a table that was copied, only an anchor from before the key does.
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

    /// <summary>If an anchor has another record of the app, the anchored record was lost and its number was used again.</summary>
    private void CheckAnchor(long seq, AuditRow row, bool isOurs)
    {
        if (!_anchors.Remove(seq, out var hashes))
            return;
        Anchored++;
        foreach (var gone in hashes.Where(hash => hash != row.Hash))
            Findings.Add(seq, "is not the record that was anchored", isOurs ? ChainLoss.Replaced(seq, gone) : null);
    }

    private void CloseFirst(AuditRow oldest)
    {
        if (_newerSeq != 1)
            Findings.Add(1, "is missing", ChainLoss.Missing(1, _newerSeq - 1));
        else if (oldest.PrevId is { } id)
            Link = (id, oldest.PrevHash);
        else if (oldest.PrevHash != AuditHash.Genesis)
            Fault(1, "follows a record that it does not name");
    }

    private void Fault(long seq, string problem) => Findings.Add(seq, problem, loss: null);
}

namespace Onbehalf.Audit;

/// <summary>
/// Serialises writes per chain in this process and caches the head, so that a record usually costs one transaction. Records that wait for their turn
/// meanwhile are written together by the next turn.
/// </summary>
internal sealed class ChainWriter
{
    /// <summary>A transaction has at most 4 MiB. The largest record has about 320 KiB.</summary>
    private const int MostTogether = 10;

    private readonly Lock _gate = new();
    private readonly List<PendingRecord> _waiting = [];

    public SemaphoreSlim Turn { get; } = new(1);

    public ChainHead? Head { get; set; }

    public void Enter(PendingRecord pending)
    {
        lock (_gate)
            _waiting.Add(pending);
    }

    public void Leave(PendingRecord pending)
    {
        lock (_gate)
            _waiting.Remove(pending);
    }

    /// <summary>Returns the record whose turn it is, and others that wait. After an attempt together, a record is written alone.</summary>
    public IReadOnlyList<PendingRecord> Take(PendingRecord first)
    {
        lock (_gate)
        {
            if (first.IsTaken)
                return [first];
            var together = _waiting.Where(static one => !one.IsTaken).Prepend(first).DistinctBy(static one => one.Key).Take(MostTogether).ToArray();
            foreach (var one in together)
                one.IsTaken = true;
            return together;
        }
    }
}

/// <summary>A record that waits for its turn in its chain, until it is disposed. Its fields are changed by the turn's holder only.</summary>
internal sealed class PendingRecord : IDisposable
{
    private readonly ChainWriter _writer;

    public PendingRecord(ChainWriter writer, DateTimeOffset at, AuditEntry entry, AuditPhase phase, byte[]? sealedDetails)
    {
        (_writer, At, Entry, Phase, SealedDetails) = (writer, at, entry, phase, sealedDetails);
        Key = AuditKeys.Call(entry.CallId, phase);
        writer.Enter(this);
    }

    public DateTimeOffset At { get; }

    public AuditEntry Entry { get; }

    public AuditPhase Phase { get; }

    public byte[]? SealedDetails { get; }

    /// <summary>The row key that reserves the call id. An invalid call id is refused here, before other records depend on it.</summary>
    public string Key { get; }

    /// <summary>Whether a turn has begun to write this record.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The last row that was sent for this record. The storage may have accepted it although the request failed.</summary>
    public AuditRow? Attempted { get; set; }

    /// <summary>Set when the record was written in another record's turn.</summary>
    public AuditReceipt? Receipt { get; set; }

    public void Dispose() => _writer.Leave(this);
}

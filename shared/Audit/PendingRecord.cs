namespace Onbehalf.Audit;

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

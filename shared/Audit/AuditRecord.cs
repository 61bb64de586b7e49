using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Audit;

/// <summary>
/// One record as it is stored: the entry (its details sealed in <paramref name="SealedDetails"/>, so <c>Entry.Details</c> is null)
/// and its place in the chain. <paramref name="Hash"/> covers <paramref name="PrevHash"/>, the entry and the sealed bytes.
/// </summary>
public sealed record AuditRecord(
    AuditId Id,
    DateTimeOffset At,
    AuditPhase Phase,
    AuditEntry Entry,
    ReadOnlyMemory<byte> SealedDetails,
    string PrevHash,
    string Hash);

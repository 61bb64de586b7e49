using Onbehalf.Identity;

namespace Onbehalf.Audit;

/// <summary>
/// Writes the record of an act: before it, after it, or as a whole. Append-only; the same record twice is success, a different one
/// under the same key is refused. What cannot be written throws <see cref="AuditNotWrittenException"/>: then the act does not happen.
/// </summary>
public sealed class AuditTrail
{
    public Task<AuditReceipt> IntentAsync(AuditEntry entry, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<AuditReceipt> OutcomeAsync(AuditEntry entry, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<AuditReceipt> RecordAsync(AuditEntry entry, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The outcome of a call of this month or, within a day of its end, the last; null leaves an intent unknown.</summary>
    public Task<AuditRecord?> FindOutcomeAsync(SubjectId subject, string callId, CancellationToken cancellation) => throw new NotImplementedException();
}

namespace Onbehalf.Audit;

/// <summary>
/// A page of records. It may have fewer records than requested, or none, and still a continuation, because one request reads a bounded number of
/// rows.
/// </summary>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, string? Continuation);

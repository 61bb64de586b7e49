namespace Onbehalf.Audit;

/// <summary>A page may hold fewer records than asked for, even none, and still have a continuation: one request reads only so much.</summary>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, string? Continuation);

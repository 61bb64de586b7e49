namespace Onbehalf.Audit;

/// <summary>
/// The proof that a record is stored. <paramref name="AlreadyRecorded"/> says that this very record was there before: the act was
/// started by an earlier attempt, so look for its outcome.
/// </summary>
public sealed record AuditReceipt(AuditId Id, bool AlreadyRecorded);

namespace Onbehalf.Audit;

/// <summary>
/// The proof that a record is stored. <paramref name="AlreadyRecorded"/> means that the same record existed: an earlier attempt started the
/// act, so its outcome must be looked up.
/// </summary>
public sealed record AuditReceipt(AuditId Id, bool AlreadyRecorded);

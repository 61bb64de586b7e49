using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.SignIn;

/// <summary>Records sign-ins, sign-outs and refusals. A sign-in fails if it cannot be recorded.</summary>
internal sealed class SignInAudit(AuditTrail trail)
{
    public Task SignedInAsync(Subject subject, SignInTicket ticket, CancellationToken cancellation) =>
        trail.RecordAsync(SignIn(AuditPerson.Of(subject), ticket, AuditDecision.Succeeded, null), cancellation);

    /// <summary>Without a proven person, the record has no name; a claimed name is never used.</summary>
    public Task RefusedAsync(Subject? subject, SignInTicket ticket, string code, CancellationToken cancellation) =>
        trail.RecordAsync(SignIn(subject is null ? AuditPerson.Nobody : AuditPerson.Of(subject), ticket, AuditDecision.Denied, code), cancellation);

    public Task SignedOutAsync(Session session, CancellationToken cancellation) => trail.RecordAsync(
        new()
        {
            CallId = $"sign-out-{session.Hash}",
            Subject = AuditPerson.Of(session.Subject),
            Act = Act.Human,
            Action = AuditAction.SignOut,
            Decision = AuditDecision.Succeeded,
            Resource = AuditResource.Of(session.Subject.ProviderId),
        },
        cancellation);

    private static AuditEntry SignIn(AuditPerson person, SignInTicket ticket, AuditDecision decision, string? reason) => new()
    {
        CallId = $"sign-in-{Sha256.Hex(ticket.State)}",
        Subject = person,
        Act = Act.Human,
        Action = AuditAction.SignIn,
        Decision = decision,
        Reason = reason,
        Resource = AuditResource.Of(ticket.Provider),
    };
}

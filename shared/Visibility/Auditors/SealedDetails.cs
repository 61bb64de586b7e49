using System.Text;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Visibility.Auditors;

/// <summary>
/// Opens the sealed part of one record for its own person, and for an auditor whose own rights cover the answer of its turn. The model's text in a
/// call depends on the context of that turn. An auditor's access is recorded before the part is opened.
/// </summary>
public sealed class SealedDetails(Tables tables, PersonSeal seal, AuditScopes scopes, AuditTrail trail, MessageStore messages, AnswerVisibility visibility)
{
    private readonly AuditTable _table = new(tables);

    /// <summary>Null in every negative case alike: no such record, nothing sealed, no right to open it, or a deleted key.</summary>
    public async Task<string?> OpenAsync(Authority reader, AuditId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var owner = id.Chain.Subject;
        if ((owner != reader.Subject.Id && !scopes.IsAuditor(reader))
            || await _table.FindAsync(id, cancellation) is not { } row
            || AuditRows.Read(row) is not { SealedDetails.IsEmpty: false } record)
            return null;
        if (owner != reader.Subject.Id && !await AsAuditorAsync(reader, record, cancellation))
            return null;
        var context = AuditKeys.SealContext(id.Chain, record.Entry.CallId, record.Phase);
        return await seal.OpenAsync(owner, context, record.SealedDetails, cancellation) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }

    private async Task<bool> AsAuditorAsync(Authority reader, AuditRecord record, CancellationToken cancellation)
    {
        var isCovered = TurnId.TryParse(record.Entry.TurnId, out var turn)
            && await messages.FindReplyAsync(turn, cancellation) is { } answer
            && await visibility.OfAsync(reader, answer, cancellation) is VisibleMessage.Open { IsShared: false };
        await trail.RecordAsync(
            new()
            {
                CallId = $"{AuditAction.AuditRead}-{Guid.NewGuid():N}",
                Subject = AuditPerson.Of(reader.Subject),
                Act = Act.Human,
                Action = AuditAction.AuditRead,
                Decision = isCovered ? AuditDecision.Allowed : AuditDecision.Denied,
                Reason = isCovered ? "details" : "not-covered",
                Resource = new("audit", [record.Id.Value], []),
            },
            cancellation);
        return isCovered;
    }
}

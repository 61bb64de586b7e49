using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Visibility.Auditors;

/// <summary>Everyone reads their own acts. Members of the auditor group read everyone's, and each such reading is an act of theirs.</summary>
public sealed class AuditScopes(AuditTrail trail, AuditorGroup auditors)
{
    public bool IsAuditor(Authority authority) => authority.Groups.Contains(auditors.Name);

    /// <summary>Null: the filter asks for acts of others and the reader is no auditor.</summary>
    public async Task<AuditScope?> OpenAsync(Authority authority, AuditFilter wanted, AuditAction action, CancellationToken cancellation)
    {
        var me = authority.Subject.Id;
        var filter = wanted.Subject is null && !IsAuditor(authority) ? wanted with { Subject = me } : wanted;
        if (filter.Subject == me)
            return new(me, filter);
        if (!IsAuditor(authority))
            return null;
        await trail.RecordAsync(Row(authority, filter, action), cancellation);
        return new(me, filter);
    }

    /// <summary>
    /// The acts behind one answer, for whoever has it open by their own rights: they say what the answer says. Null for everybody else;
    /// a share shows what its person chose and no more.
    /// </summary>
    public async Task<AuditScope?> OfAnswerAsync(Authority authority, VisibleMessage seen, CancellationToken cancellation)
    {
        if (seen is not VisibleMessage.Open { IsShared: false, Message: var answer })
            return null;
        var filter = new AuditFilter(answer.AskedBy.Id, answer.At - AuditFilter.DefaultSpan, answer.At, answer.Id.Thread.Value, Turn: answer.Turn.Value);
        if (filter.Subject != authority.Subject.Id)
            await trail.RecordAsync(Row(authority, filter, AuditAction.AuditRead), cancellation);
        return new(authority.Subject.Id, filter);
    }

    private static AuditEntry Row(Authority authority, AuditFilter filter, AuditAction action) => new()
    {
        CallId = $"{action}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(authority.Subject),
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        Resource = AuditResource.Of("audit"),
        Details = JsonSerializer.Serialize(
            new { subject = filter.Subject?.Value, filter.From, filter.To, filter.Thread, filter.Turn, filter.Tool, filter.Resource, decision = filter.Decision?.ToString() },
            JsonSerializerOptions.Web),
    };
}

using System.Text.Json;
using Onbehalf.Identity;

namespace Onbehalf.Audit;

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

    private static AuditEntry Row(Authority authority, AuditFilter filter, AuditAction action) => new()
    {
        CallId = $"{action}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(authority.Subject),
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        Resource = AuditResource.Of("audit"),
        Details = JsonSerializer.Serialize(
            new { subject = filter.Subject?.Value, filter.From, filter.To, filter.Thread, filter.Tool, filter.Resource, decision = filter.Decision?.ToString() },
            JsonSerializerOptions.Web),
    };
}

using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Visibility.Auditors;

/// <summary>Everyone may read their own acts. Members of the auditor group may read all acts, and each such access is recorded as their act.</summary>
public sealed class AuditScopes(AuditTrail trail, AuditorGroup auditors)
{
    public bool IsAuditor(Authority authority) => authority.Groups.Contains(auditors.Name);

    /// <summary>Null if the filter selects acts of other people and the reader is no auditor.</summary>
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
    /// Returns the acts of one answer for a reader whose own rights cover it, because they reveal what the answer does. Null for everyone else; a
    /// share shows only its previewed content.
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

    private static AuditEntry Row(Authority authority, AuditFilter filter, AuditAction action) =>
        new()
        {
            CallId = $"{action}-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(authority.Subject),
            Act = Act.Human,
            Action = action,
            Decision = AuditDecision.Allowed,
            Resource = AuditResource.Of("audit"),
            Details = JsonSerializer.Serialize(
                new
                {
                    subject = filter.Subject?.Value,
                    filter.From,
                    filter.To,
                    filter.Thread,
                    filter.Turn,
                    filter.Tool,
                    filter.Resource,
                    decision = filter.Decision?.ToString(),
                },
                JsonSerializerOptions.Web),
        };
}

/// <summary>The directory group whose members may read the acts of all people.</summary>
public sealed record AuditorGroup(string Name);

using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>The record of sharing and of taking back: by whom, of which reply, to whom by name.</summary>
internal static class ShareAudit
{
    public static AuditEntry Entry(Authority speaker, ThreadMessage.Answer answer, AuditAction action, IEnumerable<Member> audience) => new()
    {
        CallId = $"{answer.Id}-{action}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(speaker.Subject),
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        ThreadId = answer.Id.Thread.Value,
        TurnId = answer.Turn.Value,
        Resource = AuditResource.Of(answer.Id.Value),
        Details = JsonSerializer.Serialize(new { audience = audience.Select(static member => new { subject = member.Subject.Value, name = member.Name }) }),
    };
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Identity;

/// <summary>Records what a person changes themselves, before the change and after it.</summary>
public sealed class OwnHand(AuditTrail audit)
{
    /// <summary><paramref name="refusal"/> gives the reason for an act without effect; otherwise null.</summary>
    /// <param name="thread">The thread in which it is done, if it is done in one.</param>
    internal Task<T> RecordAsync<T>(
        Authority authority, AuditAction action, AuditResource resource, object details, Func<Task<T>> act, Func<T, string?> refusal, CancellationToken cancellation, ThreadId? thread = null) =>
        RecordAsync(
            new AuditEntry
            {
                CallId = $"{action}-{Guid.NewGuid():N}",
                Subject = AuditPerson.Of(authority.Subject),
                Act = Act.Human,
                Action = action,
                Decision = AuditDecision.Allowed,
                ThreadId = thread?.Value,
                Resource = resource,
                Details = JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
            },
            act,
            refusal,
            cancellation);

    /// <summary>The same with an entry that says more.</summary>
    internal async Task<T> RecordAsync<T>(AuditEntry entry, Func<Task<T>> act, Func<T, string?> refusal, CancellationToken cancellation)
    {
        await audit.IntentAsync(entry, cancellation);
        var done = await act();
        var reason = refusal(done);
        await audit.OutcomeAsync(entry with { Decision = reason is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = reason }, CancellationToken.None);
        return done;
    }
}

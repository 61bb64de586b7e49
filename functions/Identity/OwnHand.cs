using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Identity;

/// <summary>Records in the audit what a person changes themselves, before and after the change.</summary>
public sealed class OwnHand(AuditTrail audit)
{
    /// <summary>Records and performs an act. <paramref name="refusal"/> returns the reason if the act had no effect, otherwise null.</summary>
    /// <param name="thread">The thread of the act, if any.</param>
    internal Task<T> RecordAsync<T>(
        Authority authority,
        AuditAction action,
        AuditResource resource,
        object details,
        Func<Task<T>> act,
        Func<T, string?> refusal,
        CancellationToken cancellation,
        ThreadId? thread = null) =>
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

    /// <summary>Records and performs an act with a custom audit entry.</summary>
    internal async Task<T> RecordAsync<T>(AuditEntry entry, Func<Task<T>> act, Func<T, string?> refusal, CancellationToken cancellation)
    {
        await audit.IntentAsync(entry, cancellation);
        var done = await act();
        var reason = refusal(done);
        await audit.OutcomeAsync(
            entry with { Decision = reason is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = reason }, CancellationToken.None);
        return done;
    }
}

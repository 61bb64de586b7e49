using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Functions.Identity;

/// <summary>What a person reads and writes themselves: confirmed at the directory, and each write on record before it happens and after it.</summary>
public sealed class OwnHand(Authorities authorities, AuditTrail audit)
{
    internal async Task<IResult> AsAsync(HttpRequest request, Freshness freshness, Func<Authority, CancellationToken, Task<IResult>> answer)
    {
        var cancellation = request.HttpContext.RequestAborted;
        try
        {
            return await authorities.ConfirmAsync(request.Caller().Subject, freshness, cancellation) switch
            {
                AuthorityResult.Confirmed(var authority) => await answer(authority, cancellation),
                AuthorityResult.Refused refused => AuthorityProblem.Of(refused),
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
        }
        catch (AuditNotWrittenException)
        {
            return Problem.Unavailable("audit-unavailable", "This could not be put on record, so it did not happen. Try again.");
        }
    }

    /// <summary><paramref name="refusal"/> says why what was done came to nothing, or null.</summary>
    internal async Task<T> RecordAsync<T>(
        Authority authority, AuditAction action, AuditResource resource, object details, Func<Task<T>> act, Func<T, string?> refusal, CancellationToken cancellation)
    {
        var entry = new AuditEntry
        {
            CallId = $"{action}-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(authority.Subject),
            Act = Act.Human,
            Action = action,
            Decision = AuditDecision.Allowed,
            Resource = resource,
            Details = JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        };
        await audit.IntentAsync(entry, cancellation);
        var done = await act();
        var reason = refusal(done);
        await audit.OutcomeAsync(entry with { Decision = reason is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = reason }, CancellationToken.None);
        return done;
    }
}

using System.Security.Cryptography;
using System.Text;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Records a person's decision on a waiting call. Conditions: the person is the speaker, the hash matches, and the call is undecided and not
/// expired. The directory must confirm the person now. The audit entry is written before the decision takes effect. Refused attempts are recorded
/// too.
/// </summary>
public sealed class CallDecisions(Authorities authorities, TurnStore turns, AuditTrail audit, InboxItems inbox, TimeProvider time)
{
    /// <param name="ask">The number of the question that the card belongs to; null for a card without it.</param>
    public async Task<CallDecided> DecideAsync(
        Caller caller, TurnState turn, string callId, bool approve, string hash, int? ask, CancellationToken cancellation)
    {
        if (!CallId.TryParse(callId, turn.Id, out var call) || await turns.FindConfirmationAsync(turn, callId, cancellation) is not { } found)
            return new CallDecided.Refused(RefusedDecision.NotHere);
        var wanted = approve ? ConfirmationDecision.Approved : ConfirmationDecision.Declined;
        var why = WhyNot(caller, found.Pending, hash, ask);
        if (why is not null
            || await authorities.FindAsync(caller.Subject, Freshness.Now, cancellation) is not { Subject: var person })
        {
            var refused = why ?? RefusedDecision.Account;
            await audit.RecordAsync(Row(caller, turn, call, AuditDecision.Denied, refused.ToString()), cancellation);
            return new CallDecided.Refused(refused);
        }

        var allowed = Row(caller, turn, call, AuditDecision.Allowed, wanted.ToString()) with { Subject = AuditPerson.Of(person) };
        var row = await audit.RecordAsync(allowed, cancellation);
        var written = await turns.DecideAsync(turn, found.Pending with { Decision = wanted, DecidedAt = time.GetUtcNow() }, found.Version, cancellation);
        if (written)
        {
            await inbox.RemoveAsync(caller.Subject.Id, InboxItem.OfCall(callId), CancellationToken.None);
            return new CallDecided.Recorded(wanted, row.Id.Value);
        }

        await audit.RecordAsync(Row(caller, turn, call, AuditDecision.Denied, nameof(RefusedDecision.AlreadyDecided)), cancellation);
        return new CallDecided.Refused(RefusedDecision.AlreadyDecided);
    }

    /// <summary>Records another person's attempt to decide, under their own name. They get no information.</summary>
    public Task RefuseStrangerAsync(Caller caller, string turnId, string callId, CancellationToken cancellation) =>
        TurnId.TryParse(turnId, out var turn) && CallId.TryParse(callId, turn, out var call)
            ? audit.RecordAsync(Row(caller, turn, call, AuditDecision.Denied, "not-the-speaker"), cancellation)
            : Task.CompletedTask;

    private RefusedDecision? WhyNot(Caller caller, PendingConfirmation pending, string hash, int? ask)
    {
        if (!caller.MayConfirm)
            return RefusedDecision.NeedsBrowser;
        if ((ask is not null && ask != pending.Ask)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(pending.ArgumentHash)))
            return RefusedDecision.OtherCard;
        if (pending.Decision is not ConfirmationDecision.Open)
            return RefusedDecision.AlreadyDecided;
        return time.GetUtcNow() >= pending.Expires ? RefusedDecision.Expired : null;
    }

    private static AuditEntry Row(Caller caller, TurnState turn, CallId call, AuditDecision decision, string reason) =>
        Row(caller, turn.Id, call, decision, reason) with
        {
            RunId = turn.Run?.Value,
            PartOf = [.. turn.Chain.Select(static run => run.Value)],
            Author = turn.Run is null ? null : turn.Speaker.Id,
        };

    /// <summary>Each attempt is a separate act with a unique key.</summary>
    private static AuditEntry Row(Caller caller, TurnId turn, CallId call, AuditDecision decision, string reason) => new()
    {
        CallId = $"{call}.d{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(caller.Subject),
        Act = Act.Human,
        Action = AuditAction.Confirmation,
        Decision = decision,
        Reason = reason,
        ThreadId = turn.Thread.Value,
        TurnId = turn.Value,
        Resource = caller.Proof is CallerProof.SlackClick ? AuditResource.Of("slack") : null,
        Details = caller.ProofDetails,
    };
}

public abstract record CallDecided
{
    private CallDecided()
    {
    }

    public sealed record Recorded(ConfirmationDecision Decision, string AuditId) : CallDecided;

    public sealed record Refused(RefusedDecision Why) : CallDecided;
}

public enum RefusedDecision
{
    NotHere,
    NeedsBrowser,
    Account,
    OtherCard,
    AlreadyDecided,
    Expired,
}

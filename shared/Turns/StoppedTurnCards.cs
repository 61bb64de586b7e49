using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>
/// Closes the cards of a turn that its speaker stops. If a confirmation was stored first, an audit record states that its call was not made.
/// </summary>
public sealed class StoppedTurnCards(TurnStore turns, TurnEvents events, AuditTrail audit, TimeProvider time)
{
    private const string Stopped = "stopped";

    /// <summary>Closes each open question, so that a later confirmation is refused.</summary>
    public async Task WithdrawAsync(TurnSteps found, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(found);
        foreach (var step in Waiting(found))
            await IsApprovedAsync(found.Turn, step.CallId, cancellation);
    }

    /// <summary>Records the waiting calls of a stopped turn as not made. Idempotent.</summary>
    public async Task CloseAsync(TurnState turn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (await turns.WithStepsAsync(turn.Id, cancellation) is not { } found)
            return;
        foreach (var step in Waiting(found))
        {
            if (await IsApprovedAsync(turn, step.CallId, cancellation) && CallId.TryParse(step.CallId, turn.Id, out var call))
                await audit.RecordAsync(NotMade(turn, call), cancellation);
            await events.SteppedAsync(turn, step.AfterStop() with { At = time.GetUtcNow() }, cancellation);
        }
    }

    private static IEnumerable<TurnStep> Waiting(TurnSteps found) => found.Steps.Where(static step => step.Status is StepStatus.Waiting);

    /// <summary>Returns whether the speaker approved. An undecided question is closed first, against a simultaneous decision.</summary>
    private async Task<bool> IsApprovedAsync(TurnState turn, string callId, CancellationToken cancellation)
    {
        while (await turns.FindConfirmationAsync(turn, callId, cancellation) is var (pending, version))
        {
            if (pending.Decision is not ConfirmationDecision.Open)
                return pending.Decision is ConfirmationDecision.Approved;
            var closed = pending with { Decision = ConfirmationDecision.Declined, DecidedAt = time.GetUtcNow() };
            if (await turns.DecideAsync(turn, closed, version, cancellation))
                return false;
        }

        return false;
    }

    private static AuditEntry NotMade(TurnState turn, CallId call) => new()
    {
        CallId = $"{call}.{Stopped}",
        Subject = AuditPerson.Of(turn.Speaker),
        Act = Act.Human,
        Action = AuditAction.Confirmation,
        Decision = AuditDecision.Denied,
        Reason = Stopped,
        ThreadId = turn.Thread.Value,
        TurnId = turn.Id.Value,
        RunId = turn.Run?.Value,
        PartOf = [.. turn.Chain.Select(static run => run.Value)],
        Author = turn.Run is null ? null : turn.Speaker.Id,
    };
}

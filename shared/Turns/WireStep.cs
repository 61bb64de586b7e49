using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>A step in the format of the API and the event stream, for its speaker.</summary>
public sealed record WireStep(
    string TurnId, string CallId, string Tool, string Resource, string Status, DateTimeOffset At, string? AuditId, string? Note, WireConfirmation? Confirmation)
{
    public static WireStep Of(TurnId turn, TurnStep step, PendingConfirmation? pending) => new(
            turn.Value,
            step.CallId,
            step.Tool,
            step.Resource,
            step.Status.ToString().ToLowerInvariant(),
            step.At,
            step.AuditId,
            step.Note,
            pending is null ? null : WireConfirmation.Of(turn, pending));
}

/// <summary>The question of a confirmation, and its expiry.</summary>
public sealed record WireConfirmation(string TurnId, string CallId, string ArgumentHash, ConfirmationCard Card, DateTimeOffset Expires)
{
    internal static WireConfirmation Of(TurnId turn, PendingConfirmation pending) =>
        new(turn.Value, pending.CallId, pending.ArgumentHash, pending.Card, pending.Expires);
}

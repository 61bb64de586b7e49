namespace Onbehalf.Orchestrations.Activities;

/// <summary>The outcome of a turn. <paramref name="Reason"/> is a slug, never text of a person or a model.</summary>
public sealed record TurnEnding(string TurnId, TurnOutcome Outcome, string? Reason = null, int? FinalModelCall = null, int Version = 1);

public enum TurnOutcome
{
    Completed,
    Refused,
    Failed,
    Stopped,
}

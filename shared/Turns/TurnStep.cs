using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>A tool call in the form for its speaker. <paramref name="Resource"/> is the queried source.</summary>
public sealed record TurnStep(string CallId, string Tool, string Resource, StepStatus Status, DateTimeOffset At, string? AuditId = null, string? Note = null);

public enum StepStatus
{
    Running,
    Waiting,
    Succeeded,
    Refused,
    Failed,
    Declined,
    Expired,

    /// <summary>The app stopped between the act and its record. The outcome of the act is unknown.</summary>
    Unknown,
}

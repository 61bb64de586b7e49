using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>One tool call as its speaker sees it. <paramref name="Resource"/> is the source that was asked.</summary>
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

    /// <summary>The app stopped between the act and its record: whether it happened is not known.</summary>
    Unknown,
}

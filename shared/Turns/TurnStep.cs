using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>A tool call in the form for its speaker. <paramref name="Resource"/> is the queried source.</summary>
public sealed record TurnStep(string CallId, string Tool, string Resource, StepStatus Status, DateTimeOffset At, string? AuditId = null, string? Note = null)
{
    /// <summary>Returns the step as displayed after a stop: a waiting step becomes stopped. The stored row does not change.</summary>
    internal TurnStep AfterStop() => Status is StepStatus.Waiting ? this with { Status = StepStatus.Stopped } : this;
}

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

    /// <summary>The turn was stopped while the call waited. Nothing was done. Stored as <see cref="Waiting"/> in a stopped turn.</summary>
    Stopped,
}

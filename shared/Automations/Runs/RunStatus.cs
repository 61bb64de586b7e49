namespace Onbehalf.Automations.Runs;

public enum RunStatus
{
    /// <summary>Started, or waiting in the queue for a place.</summary>
    Running,

    /// <summary>The author's authority is revoked or unconfirmed. The run continues at the same step when the author is confirmed again.</summary>
    Parked,
    Completed,
    Refused,
    Failed,
    Stopped,
}

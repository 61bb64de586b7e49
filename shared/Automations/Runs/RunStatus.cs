namespace Onbehalf.Automations.Runs;

public enum RunStatus
{
    /// <summary>Woken, or waiting for a place among its author's running ones.</summary>
    Running,

    /// <summary>Its author's authority is gone or in doubt: it sleeps where it was and goes on there when the author is back.</summary>
    Parked,
    Completed,
    Refused,
    Failed,
    Stopped,
}
